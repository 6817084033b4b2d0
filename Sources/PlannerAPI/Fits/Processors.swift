#if os(Linux)
    import CProcessors
#endif

/// The processors that a thread may run on, as Linux keeps them for each.
struct Processors: Equatable, Sendable {
    /// A bit for each processor of the machine, from the lowest of the first word on.
    let words: [UInt]

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Those of highest number among them: `limit`, or all where there are no more.
    func last(_ limit: Int) -> Processors {
        var surplus = max(0, count - limit)
        return Processors(
            words: words.map { word in
                var word = word
                while surplus > 0 && word != 0 {
                    word &= word - 1
                    surplus -= 1
                }
                return word
            })
    }
}

#if os(Linux)
    extension Processors {
        /// The system's number of the thread that asks.
        static var currentThread: Int32 { current_thread() }

        /// Those of a thread; nil where the system does not say.
        init?(of thread: Int32) {
            // As many as any kernel is built for.
            var words = [UInt](repeating: 0, count: 8192 / UInt.bitWidth)
            guard read_processors(thread, &words, words.count * MemoryLayout<UInt>.size) > 0 else { return nil }
            self.words = words
        }

        /// Has a thread run on these alone; whether the system allows it.
        @discardableResult func assign(to thread: Int32) -> Bool {
            assign_processors(thread, words, words.count * MemoryLayout<UInt>.size) == 0
        }
    }
#endif
