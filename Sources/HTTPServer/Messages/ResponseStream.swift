/// The content of an answer that is made while it is sent: a large table, the progress of a job.
///
/// The server asks for the next piece once the last one has gone to the system, so a slow reader costs no thread and
/// one piece of memory. Pieces of 16 to 64 KB are cheap to send.
public struct ResponseStream: Sendable {
    /// What comes next.
    public enum Step: Hashable, Sendable {
        /// More of the content; empty bytes are passed over.
        case bytes([UInt8])

        /// Nothing for now: ask again when this has passed.
        case pause(Duration)

        /// The content is complete.
        case end
    }

    /// Makes the next piece.
    package let next: @Sendable () throws -> Step

    /// Makes a stream from its first state and the way from one state to the next.
    ///
    /// - Parameters:
    ///   - state: what is known before the first piece.
    ///   - next: makes the next piece. It is called on a worker's thread, never on two at once, has the deadline of
    ///     a handler each time, and may block. What it throws is logged and cuts the connection, so that the client
    ///     sees that the content is not complete.
    public init<State: Sendable>(_ state: State, next: @escaping @Sendable (inout State) throws -> Step) {
        let guarded = Guarded(state)
        self.next = { try guarded.withLock { try next(&$0) } }
    }
}
