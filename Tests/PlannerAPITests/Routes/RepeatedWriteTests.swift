import Dispatch
import Foundation
import HTTPServer
import HTTPTypes
import Logging
import PlannerAPI
import ScalingLaws
import Store
import Synchronization
import TestSupport
import Testing

/// Writes that are sent again, or made for what is no longer there.
@Suite struct `Repeated writes` {
    private static let study = #"{"id": "s"}"#

    private func key(_ key: String, _ type: String = "application/json") -> HTTPFields {
        var fields: HTTPFields = [.contentType: type]
        if let name = HTTPField.Name("Idempotency-Key") { fields[name] = key }
        return fields
    }

    private func post(_ service: Service, _ path: String, _ body: String, _ key: String) -> ServerResponse {
        service.send(.post, path, Array(body.utf8), self.key(key))
    }

    @Test func `get the same answer, and change nothing`() throws {
        let service = try Service()
        let question = #"{"label": "a", "budget_flops": 1e21, "student": {"params": "1B"}}"#
        let first = post(service, "/plans", question, "k1")
        let again = post(service, "/plans", question, #""k1""#)
        #expect(first.status == 201 && again.status == 201)
        #expect(first.bytes == again.bytes)
        #expect(first.head.status.reasonPhrase == "Created" && again.head.status.reasonPhrase == "Created")
        #expect(again.field("Location") == first.field("Location") && again.field("ETag") == first.field("ETag"))
        #expect(first.field("Idempotency-Replayed") == nil && again.field("Idempotency-Replayed") == "true")
        #expect(try service.get("/plans").json()["total"] == .number("1"))
        #expect(post(service, "/plans", question, "k2").bytes != first.bytes)
        #expect(try service.store.audit(before: nil, limit: 10).total == 2)
    }

    @Test func `are refused where the key was another request's`() throws {
        let service = try Service()
        #expect(post(service, "/studies", Self.study, "k").status == 201)
        let other = post(service, "/studies", #"{"id": "t"}"#, "k")
        #expect(other.status == 422 && other.text.contains("Idempotency-Key"))
        #expect(post(service, "/plans", Self.study, "k").status == 422)
        for wrong in ["", "two words", "ü", String(repeating: "k", count: 256)] {
            #expect(post(service, "/studies", #"{"id": "u"}"#, wrong).status == 422, "\(wrong)")
        }
    }

    @Test func `may be mended after a failure, which is not kept`() throws {
        let service = try Service()
        #expect(post(service, "/studies", #"{"id": "S"}"#, "k").status == 422)
        #expect(post(service, "/studies", Self.study, "k").status == 201)
        #expect(post(service, "/studies", Self.study, "l").status == 409)
        #expect(try service.store.audit(before: nil, limit: 10).total == 1)
    }

    @Test func `are forgotten after a day`() throws {
        let store = try PlannerStore()
        let day: TimeInterval = 24 * 3600
        #expect(post(try Service(store: store), "/studies", Self.study, "k").status == 201)
        let late = try Service(time: Service.time + day - 1, store: store)
        #expect(post(late, "/studies", Self.study, "k").status == 201)
        let tooLate = try Service(time: Service.time + day, store: store)
        #expect(post(tooLate, "/studies", Self.study, "k").status == 409)
    }

    /// A clock that somebody sets, on a machine whose other clock goes on.
    @Test func `are known though the clock of the machine jumps`() throws {
        let ahead = Mutex(0.0)
        let lines = Mutex<[String]>([])
        let service = try Service(
            metrics: ServiceMetrics(clock: ManualClock().server),
            logger: LogListener.logger(.warning) { line in lines.withLock { $0.append(line) } },
            now: { Service.time + ahead.withLock { $0 } })
        func jump(to seconds: Double) { ahead.withLock { $0 = seconds } }
        #expect(post(service, "/studies", Self.study, "k").status == 201)
        for (name, seconds) in [("ta", 3e7), ("tb", -3e7), ("tc", 0)] {
            jump(to: seconds)
            let again = post(service, "/studies", Self.study, "k")
            #expect(again.status == 201 && again.field("Idempotency-Replayed") == "true")
            // Others are kept meanwhile, and none of the earlier ones is dropped for them.
            #expect(post(service, "/studies", #"{"id": "\#(name)"}"#, name).status == 201)
        }
        let told = lines.withLock { $0 }
        #expect(told.count == 3 && told.allSatisfy { $0.contains("clock was set") }, "\(told)")
        #expect(told[1].contains("-60000000"))
    }

    @Test func `get their turn once the first is through`() throws {
        let folder = try TemporaryFolder()
        let store = try PlannerStore(path: folder.path())
        let service = try Service(store: store)
        let answers = Mutex<[ServerResponse]>([])
        func wait(until condition: () -> Bool) throws {
            for _ in 0..<3000 where !condition() { Thread.sleep(forTimeInterval: 0.01) }
            try #require(condition())
        }
        let (isHeld, mayEnd) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        Thread.detachNewThread {
            try? store.transaction {
                isHeld.signal()
                mayEnd.wait()
            }
        }
        isHeld.wait()
        // Whichever of the two is first waits for the transaction above; the other finds its key in use.
        for _ in 0..<2 {
            Thread.detachNewThread {
                let answer = post(service, "/studies", Self.study, "k")
                answers.withLock { $0.append(answer) }
            }
        }
        try wait { answers.withLock { $0.count } == 1 }
        let refused = answers.withLock { $0[0] }
        #expect(refused.status == 409 && refused.field("Retry-After") == "1")
        #expect(refused.text.contains("Idempotency-Key"))
        mayEnd.signal()
        try wait { answers.withLock { $0.count } == 2 }
        #expect(answers.withLock { $0[1].status } == 201)
        #expect(post(service, "/studies", Self.study, "k").field("Idempotency-Replayed") == "true")
    }

    @Test func `are made once though two servers are asked at the same time`() throws {
        let folder = try TemporaryFolder()
        let question = #"{"label": "a", "budget_flops": 1e21, "student": {"params": "1B"}}"#
        let other = try Service(store: PlannerStore(path: folder.path()), makeIdentifier: { "theirs" })
        let theirs = Mutex<ServerResponse?>(nil)
        // The identifier is made when the plan is, before the turn to write it.
        let service = try Service(
            store: PlannerStore(path: folder.path()),
            makeIdentifier: {
                theirs.withLock { $0 = post(other, "/plans", question, "k") }
                return "ours"
            })
        let ours = post(service, "/plans", question, "k")
        let first = try #require(theirs.withLock { $0 })
        #expect(first.status == 201 && first.field("Location") == "/plans/theirs")
        #expect(ours.status == 201 && ours.bytes == first.bytes && ours.field("Idempotency-Replayed") == "true")
        #expect(try service.get("/plans").json()["total"] == .number(1))
        #expect(try service.store.audit(before: nil, limit: 10).total == 1)
    }

    @Test func `are for one key, and not for several at once`() throws {
        let service = try Service()
        var fields = key("k")
        fields.append(HTTPField(name: try HTTPField.Name("Idempotency-Key").unwrapped(), value: "l"))
        #expect(service.send(.post, "/studies", Array(Self.study.utf8), fields).status == 422)
    }

    @Test func `of an import change nothing twice`() throws {
        let service = try Service()
        _ = post(service, "/studies", Self.study, "s")
        func take() -> ServerResponse {
            service.send(
                .post, "/studies/s/runs?source=f", Array("id,N,D,L\na,1e9,2e10,2.5\n".utf8), key("i", "text/csv"))
        }
        let (first, again) = (take(), take())
        #expect(first.status == 200 && first.bytes == again.bytes)
        #expect(first.text.contains("\"inserted\": 1"))
    }

    @Test func `leave nothing where their answer cannot be kept`() throws {
        let service = try Service()
        _ = post(service, "/studies", Self.study, "k")
        // The key is taken, so that nothing can be kept under it.
        let store = service.store
        let law = try CoefficientSet.published(CoefficientSet.defaultName).with(draws: nil, name: "planted")
        #expect(throws: (any Error).self) {
            try store.transaction {
                _ = try store.addLaw(law)
                #expect(try store.currentLaws().names.contains("planted"))
                try store.keep(
                    KeptAnswer(
                        caller: "", key: "k", requestDigest: Array(repeating: 0, count: 32), keptAt: 1, answer: []))
            }
        }
        #expect(try !store.currentLaws().names.contains("planted"))
        #expect(!store.laws.names.contains("planted"))
    }

    /// The answer holds a secret, and is kept so that its caller alone can read it.
    @Test func `that make a token give the same token again, to its caller alone`() throws {
        let service = try `Access`.Guarded()
        let (one, two) = try (service.token(.admin), service.token(.admin))
        func make(_ token: String) -> ServerResponse {
            service.send(
                .post, "/tokens", token: token, body: #"{"name": "ci", "scope": "read"}"#, key("k"))
        }
        let (made, again, other) = (make(one), make(one), make(two))
        let secret = try #require(made.json()["token"]?.text)
        #expect(made.status == 201 && again.bytes == made.bytes && again.field("Idempotency-Replayed") == "true")
        #expect(again.head.status.reasonPhrase == "Created" && again.field("Cache-Control") == "no-store")
        #expect(other.status == 201 && other.field("Idempotency-Replayed") == nil)
        #expect(try other.json()["token"]?.text != secret)
        let caller = String(one.split(separator: "_")[1])
        let kept = try #require(try service.store.keptAnswer(to: caller, key: "k", at: 0))
        #expect(!String(decoding: kept.answer, as: UTF8.self).contains(secret.suffix(16)))
        #expect(kept.answer.count > made.bytes?.count ?? 0)
    }

    // MARK: Entity tags

    @Test func `of a read are known by their tag`() throws {
        let service = try Service()
        let made = post(service, "/studies", Self.study, "k")
        let read = service.get("/studies/s")
        let tag = try #require(read.field("ETag"))
        #expect(made.field("ETag") == tag)
        let known = service.send(.get, "/studies/s", [], [.ifNoneMatch: "\"x\", W/\(tag)"])
        #expect(known.status == 304 && known.bytes == [] && known.field("ETag") == tag)
        #expect(service.send(.head, "/studies/s", [], [.ifNoneMatch: tag]).status == 304)
        #expect(service.send(.get, "/studies/s", [], [.ifNoneMatch: "\"x\""]).status == 200)
    }

    @Test func `of what is made is that of what can be read`() throws {
        let service = try Service()
        let law = #"""
            {"name": "ours", "summary": "Ours.", "source": {"paper": "notes", "place": "page 3"},
             "supervised": {"E": 1.82, "A": 482, "B": 2085, "alpha": 0.348, "beta": 0.366, "gamma": 1},
             "parameter_counting": "all", "corpus": {"dataset": "crawl", "tokenizer": "64k"}}
            """#
        for (path, body) in [
            ("/plans", #"{"label": "a", "budget_flops": 1e21, "student": {"params": "1B"}}"#), ("/studies", Self.study),
            ("/laws", law),
        ] {
            let made = post(service, path, body, path)
            let read = try service.get(#require(made.field("Location")))
            #expect(made.status == 201 && read.status == 200)
            #expect(made.field("ETag") != nil && made.field("ETag") == read.field("ETag"), "\(path)")
        }
    }

    @Test func `are held to what their caller has seen`() throws {
        let service = try Service()
        let tag = try #require(post(service, "/studies", Self.study, "k").field("ETag"))
        func rename(_ name: String, _ match: String) -> ServerResponse {
            service.send(
                .patch, "/studies/s", Array(#"{"name": "\#(name)"}"#.utf8),
                [.contentType: "application/json", .ifMatch: match])
        }
        let first = rename("one", tag)
        #expect(first.status == 200 && first.field("ETag") == service.get("/studies/s").field("ETag"))
        let second = rename("two", tag)
        #expect(second.status == 412)
        #expect(service.get("/studies/s").text.contains("\"one\""))
        #expect(rename("three", try #require(first.field("ETag"))).status == 200)
        #expect(rename("four", "*").status == 200)
        // A weak tag is never the same for a change (RFC 9110, section 13.1.1).
        #expect(rename("five", "W/" + (service.get("/studies/s").field("ETag") ?? "")).status == 412)
    }

    @Test func `may be bound to nothing being there`() throws {
        let service = try Service()
        func promote() -> ServerResponse {
            service.send(
                .put, "/laws/aliases/production", Array(#"{"law": "busbridge-2025@1"}"#.utf8),
                [.contentType: "application/json", .ifNoneMatch: "*"])
        }
        #expect(promote().status == 200)
        #expect(promote().status == 412)
    }

    // MARK: The audit trail

    @Test func `and all others stand in the audit trail, page by page`() throws {
        let service = try Service()
        for name in ["a", "b", "c"] { _ = post(service, "/studies", #"{"id": "\#(name)"}"#, name) }
        let first = service.get("/audit?limit=2")
        let entries = try #require(first.json()["entries"]?.elements)
        #expect(entries.map { $0["subject"] } == ["/studies/c", "/studies/b"])
        #expect(entries[0]["action"] == "study.create" && entries[0]["actor"] == "anybody")
        #expect(entries[0]["detail"] == ["id": "c"])
        #expect(try first.json()["total"] == .number("3"))
        _ = post(service, "/studies", #"{"id": "d"}"#, "d")
        let cursor = try #require(first.json()["next_cursor"]?.text)
        #expect(first.field("Link") == "</audit?limit=2&cursor=\(cursor)>; rel=\"next\"")
        let rest = try #require(service.get("/audit?limit=2&cursor=\(cursor)").json()["entries"]?.elements)
        #expect(rest.map { $0["subject"] } == ["/studies/a"])
    }
}
