import Foundation
import Store
import Synchronization

/// Whether the service can do what it is there for: read its database, write to it, and keep what it writes.
final class Readiness: Sendable {
    /// What keeps the service from its work, as facts.
    enum Trouble: Hashable {
        case store(StoreTrouble)
        /// The disk of the database was mounted to be read only.
        case diskReadOnly(folder: String)
        /// The disk of the database has so few bytes left.
        case diskFull(folder: String, freeBytes: Int)
    }

    /// The least bytes that the disk must have left: the log of an import and a checkpoint of it, and time to act.
    static let leastFreeBytes = 64 << 20

    /// How long one look at whether the database takes what is written is good for, however often somebody asks.
    static let writingLooksEvery = Duration.seconds(5)

    private let store: PlannerStore
    private let system: SystemFacts
    private let now: @Sendable () -> ContinuousClock.Instant
    private let lastLook = Mutex<Look?>(nil)

    private struct Look {
        let time: ContinuousClock.Instant
        let trouble: StoreTrouble?
    }

    init(store: PlannerStore, system: SystemFacts, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.store = store
        self.system = system
        self.now = now
    }

    /// All that is wrong at present; empty where the service is ready.
    func troubles() -> [Trouble] {
        // A database that cannot be read is not tried further: a file that is gone would be made by the try.
        if let trouble = store.readingTrouble() { return [.store(trouble)] + disk() }
        return [writing().map(Trouble.store)].compactMap { $0 } + disk()
    }

    private func writing() -> StoreTrouble? {
        lastLook.withLock { last in
            let time = now()
            if let last, time - last.time < Self.writingLooksEvery { return last.trouble }
            let trouble = store.writingTrouble()
            last = Look(time: time, trouble: trouble)
            return trouble
        }
    }

    private func disk() -> [Trouble] {
        guard let folder = store.folder, let facts = system.disk(folder) else { return [] }
        if facts.isReadOnly { return [.diskReadOnly(folder: folder)] }
        guard facts.freeBytes >= Self.leastFreeBytes else {
            return [.diskFull(folder: folder, freeBytes: facts.freeBytes)]
        }
        return []
    }
}

extension PlannerStore {
    /// The folder of the file; nil in memory.
    var folder: String? { path.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path } }
}

extension Readiness.Trouble {
    /// What is wrong, in a sentence that says nothing of where files lie: anybody may ask.
    var text: String {
        switch self {
        case .store(.missing): "The database file is gone."
        case .store(.unreadable(let code, _)): "The database does not answer (SQLite code \(code))."
        case .store(.outdated(let missing)):
            "The database lacks the migrations \(missing.joined(separator: ", "))."
        case .store(.unwritable(let code, let reason)):
            "The database cannot be written to: \(reason) (SQLite code \(code))."
        case .diskReadOnly: "The disk of the database is mounted read-only."
        case .diskFull(_, let freeBytes):
            "The disk of the database has \(freeBytes) bytes left; the service needs \(Readiness.leastFreeBytes)."
        }
    }
}
