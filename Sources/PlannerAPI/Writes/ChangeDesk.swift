import Crypto
import Foundation
import HTTPServer
import HTTPTypes
import Store
import Synchronization

/// Makes changes: each once, in one transaction with its entry in the audit trail and the answer that is kept of it.
final class ChangeDesk: Sendable {
    private let store: PlannerStore
    private let now: @Sendable () -> Date
    private let clock: SteadyClock
    /// The writes with a key that are being made.
    private let underway = Mutex<Set<String>>([])

    init(store: PlannerStore, now: @escaping @Sendable () -> Date, clock: SteadyClock) {
        self.store = store
        self.now = now
        self.clock = clock
    }

    /// One change on its way.
    struct Order {
        let route: Route
        let name: String
        let call: Call
        let caller: Caller
        /// What the path of the change shows now, or the problem why it shows nothing.
        let current: () throws -> ServerResponse
    }

    /// Makes the change of `order`, or gives the answer again that it had before.
    ///
    /// - Throws: ``Problem``, and what the change throws; then nothing has changed.
    func make(_ order: Order, _ prepare: (Call) throws -> Route.Change) throws -> ServerResponse {
        guard let key = try IdempotencyKey(order.call.request) else { return try commit(order, prepare(order.call)) }
        let digest = IdempotencyKey.digest(order.call.request)
        if let earlier = try earlier(order, key, digest) { return earlier }
        let mark = order.caller.id + " " + key.text
        guard underway.withLock({ $0.insert(mark).inserted }) else { throw Problem.underway }
        defer { underway.withLock { _ = $0.remove(mark) } }
        // It may have ended between the look and the mark.
        if let earlier = try earlier(order, key, digest) { return earlier }
        let change = try prepare(order.call)
        return try commit(order) {
            // Another program on the same database may have been asked, too.
            if let earlier = try self.earlier(order, key, digest) { throw Repeated(answer: earlier) }
            return try change()
        } keeping: { response in
            try self.store.keep(
                KeptAnswer(
                    caller: order.caller.id, key: key.text, requestDigest: digest, keptAt: self.clock.secondsSince1970,
                    answer: AnswerText.seal(response, for: order.caller.token, key: key)))
        }
    }

    private func commit(
        _ order: Order, _ change: Route.Change, keeping keep: (ServerResponse) throws -> Void = { _ in }
    ) throws -> ServerResponse {
        do {
            return try store.transaction {
                try require(order)
                var response = try change()
                if order.answersWhatIsThere(response) { response.tag() }
                if let entry = order.entry(response, at: now()) { try store.record(entry) }
                if response.head.status.kind == .successful { try keep(response) }
                return response
            }
        } catch let repeated as Repeated {
            return repeated.answer
        }
    }

    /// The change was made before its turn came.
    private struct Repeated: Error {
        let answer: ServerResponse
    }

    /// The answer that the caller got before under `key`; nil where there is none.
    ///
    /// - Throws: ``Problem`` 422 where the key was another request's.
    private func earlier(_ order: Order, _ key: IdempotencyKey, _ digest: [UInt8]) throws -> ServerResponse? {
        guard let kept = try store.keptAnswer(to: order.caller.id, key: key.text, at: clock.secondsSince1970) else {
            return nil
        }
        guard kept.requestDigest == digest else {
            throw Problem(
                .unprocessableContent, "The Idempotency-Key was given to another request; a new one needs a new key.")
        }
        var response = try AnswerText.open(kept.answer, for: order.caller.token, key: key)
        response.head.headerFields[.idempotencyReplayed] = "true"
        return response
    }

    /// Holds a change to what its caller has seen.
    ///
    /// - Throws: ``Problem`` 412.
    private func require(_ order: Order) throws {
        let fields = order.call.request.head.headerFields
        guard order.route.takesIfMatch, fields[.ifMatch] != nil || fields[.ifNoneMatch] != nil else { return }
        let tag = (try? order.current()).flatMap(EntityTag.init)
        if let wanted = fields[.ifMatch], tag?.isNamed(in: wanted, isWeak: false) != true {
            throw Problem.changed(tag)
        }
        if let unwanted = fields[.ifNoneMatch], tag?.isNamed(in: unwanted, isWeak: true) == true {
            throw Problem.changed(tag)
        }
    }
}

extension ChangeDesk.Order {
    /// The longest request that the audit trail has in full, in bytes.
    private static let greatestDetail = 4096

    /// Whether `response` is what the changed thing's own path shows, so that it has the same entity tag.
    fileprivate func answersWhatIsThere(_ response: ServerResponse) -> Bool {
        route.method == .patch || response.head.status == .created
    }

    /// What the audit trail says of the change; nil where nothing has changed.
    fileprivate func entry(_ response: ServerResponse, at time: Date) -> AuditEntry? {
        // Where there is 201 for what is new, 200 is for what was there already.
        let isFound = response.head.status == .ok && route.statuses.contains(HTTPResponse.Status.created.code)
        guard !isFound, call.query["dry_run"] != "true" else { return nil }
        let path = call.request.head.path.map { String(Router.path(of: $0)) } ?? ""
        return AuditEntry(
            at: time.formatted(.iso8601), actor: caller.actor, action: name,
            subject: response.head.headerFields[.location] ?? path,
            requestID: call.request.id.isEmpty ? nil : call.request.id, detail: detail)
    }

    private var detail: String? {
        let body = call.request.body
        guard !body.isEmpty else { return nil }
        if call.contentType == "application/json", body.count <= Self.greatestDetail,
            let tree = try? JSONParser.parse(body)
        {
            return String(decoding: JSONText.line(tree), as: UTF8.self)
        }
        let digest = SHA256.hash(data: body).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return "{\"bytes\": \(body.count), \"sha256\": \"\(digest)\"}"
    }
}

extension Problem {
    fileprivate static let underway = Problem(
        .conflict, "The same Idempotency-Key is being worked on; ask again when that has ended.",
        fields: [.retryAfter: "1"])

    fileprivate static func changed(_ tag: EntityTag?) -> Problem {
        Problem(
            .preconditionFailed,
            "What is there is not what the request was made for; read it again"
                + (tag.map { ": its ETag is \($0.text)." } ?? ": there is nothing."))
    }
}
