import Dispatch
import Foundation
import Store
import Synchronization

/// The tokens of a database, read again once a second at most, and what becomes of their uses.
final class TokenDirectory: Sendable {
    private struct State {
        var tokens: [String: TokenRecord] = [:]
        /// When they were read; nil where they must be read before they are used.
        var readAt: ContinuousClock.Instant?
        var notedAt: [String: ContinuousClock.Instant] = [:]
    }

    /// For how long another program's changes may go unnoticed.
    private static let glance = Duration.seconds(1)

    /// How old the last use may be that is kept of a token that is in use.
    private static let noteEvery = Duration.seconds(60)

    private let store: PlannerStore
    private let now: @Sendable () -> Date
    private let state = Mutex(State())
    private let notes = DispatchQueue(label: "token uses", qos: .utility)

    init(store: PlannerStore, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.now = now
    }

    /// What the directory says of a token.
    enum Finding {
        /// No token was ever made.
        case nobodyHasOne
        /// It is this one, and lets its bearer in.
        case valid(TokenRecord)
        /// It lets nobody in.
        case invalid
    }

    /// What is to be said of `token`; of nil where none was shown.
    ///
    /// - Throws: what reading the database throws: who cannot be looked up is not let in.
    func find(_ token: BearerToken?, at instant: ContinuousClock.Instant) throws -> Finding {
        let tokens = try tokens(at: instant)
        guard !tokens.isEmpty else { return .nobodyHasOne }
        guard let token, let record = tokens[token.id], token.isOf(record), record.state(at: now()) == .valid
        else { return .invalid }
        note(record.id, at: instant)
        return .valid(record)
    }

    /// Forgets what was read, after a change of this program's own.
    func forget() { state.withLock { $0.readAt = nil } }

    /// Waits until the uses that were seen are written down.
    func settle() { notes.sync {} }

    private func tokens(at instant: ContinuousClock.Instant) throws -> [String: TokenRecord] {
        let known = state.withLock { state in
            state.readAt.flatMap { instant - $0 < Self.glance ? state.tokens : nil }
        }
        if let known { return known }
        let tokens = Dictionary(uniqueKeysWithValues: try store.tokens().map { ($0.id, $0) })
        state.withLock { state in
            state.tokens = tokens
            state.readAt = instant
        }
        return tokens
    }

    /// Writes a use down soon: no request waits for whoever else writes.
    private func note(_ id: String, at instant: ContinuousClock.Instant) {
        let isDue = state.withLock { state in
            if let last = state.notedAt[id], instant - last < Self.noteEvery { return false }
            state.notedAt[id] = instant
            return true
        }
        guard isDue else { return }
        let time = now().formatted(.iso8601)
        // What is lost here is a time that the next use brings again.
        notes.async { [store] in try? store.noteUses([id: time]) }
    }
}
