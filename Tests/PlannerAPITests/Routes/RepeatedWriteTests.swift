import Foundation
import HTTPServer
import HTTPTypes
import PlannerAPI
import ScalingLaws
import Store
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
