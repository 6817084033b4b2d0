import HTTPTypes
import Logging
import ParserTesting
import Testing

@testable import HTTPServer

/// What a client sees, and a handler does not, of a request that the server refuses.
@Suite struct RefusalTests {
    @Test(arguments: RefusalCase.all)
    func `a refused message is answered, the connection ends, and nothing is run`(_ example: RefusalCase) throws {
        let runs = Counter()
        let handler: HTTPServer.Handler = { request in
            runs.increment()
            return echo(request)
        }
        try withServer({ $0.limits = example.limits }, handler: handler) { running in
            let client = try running.client()
            try client.send(example.bytes + Array(request("/next").utf8))
            let response = try client.readResponse()
            #expect(response.status == example.status)
            #expect(response.text == "\(example.refusal.rawValue)\n")
            #expect(response.fields["connection"] == "close")
            #expect(try client.readToEnd().isEmpty)
        }
        #expect(runs.value == 0)
    }

    @Test func `requests before a refused one are answered`() throws {
        try withServer { running in
            let client = try running.client()
            try client.send(request("/a") + "GET /b\r\n\r\n" + request("/c"))
            #expect(try client.readResponse().text == "GET /a ")
            #expect(try client.readResponse().status == 400)
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `a body that says it is too large is refused before a byte of it comes`() throws {
        try withServer { running in
            let client = try running.client()
            try client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\nExpect: 100-continue\r\n\r\n")
            #expect(try client.readResponse().status == 413)
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `a client that goes on sending its refused body can still read the answer`() throws {
        try withServer { running in
            let client = try running.client()
            try client.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n")
            try client.send([UInt8](repeating: UInt8(ascii: "x"), count: 3_000_000))
            #expect(try client.readResponse().status == 413)
            #expect(try client.readToEnd().isEmpty)
        }
    }

    @Test func `whoever builds the server words its refusals`() throws {
        let wording: HTTPServer.RefusalRenderer = { refusal in
            let head = HTTPResponse(status: refusal.status, headerFields: [.contentType: "application/problem+json"])
            return ServerResponse(head: head, body: Array(#"{"reason":"\#(refusal.rawValue)"}"#.utf8))
        }
        try withServer(refusalResponse: wording) { running in
            let client = try running.client()
            try client.send("GET / HTTP/1.1\r\n\r\n")
            let response = try client.readResponse()
            #expect(response.status == 400)
            #expect(response.fields["content-type"] == "application/problem+json")
            #expect(response.text == #"{"reason":"missing-host"}"#)
        }
    }

    @Test func `every answer leaves one line in the log, without query and body`() throws {
        let recorder = LogRecorder()
        let handler: HTTPServer.Handler = { request in
            var response = plain(request.id)
            response.route = "/{name}"
            return response
        }
        var ids: [String?] = []
        try withServer(logger: Logger(label: "test") { _ in recorder }, handler: handler) { running in
            let client = try running.client()
            try client.send("POST /a?token=secret HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\nsecret")
            let answered = try client.readResponse()
            try client.send("GET /b?secret\r\n")
            ids = [answered.text, try client.readResponse().fields["x-request-id"]]
            #expect(answered.fields["x-request-id"] == answered.text)
        }
        let lines = recorder.lines.withLock { $0 }
        try #require(lines.count == 2)
        #expect(lines[0]["method"] == "POST")
        #expect(lines[0]["route"] == "/{name}")
        #expect(lines.map { $0["id"] } == ids)
        #expect(Set(ids).count == 2)
        #expect(lines[0]["status"] == "200")
        #expect(lines[0]["level"] == "info")
        #expect(lines[0]["bytes"].flatMap(Int.init).map { $0 > 100 } == true)
        #expect(lines[0]["seconds"].flatMap(Double.init).map { (0..<5).contains($0) } == true)
        #expect(lines[1]["refusal"] == "malformed-request-line")
        #expect(lines[1]["status"] == "400")
        for line in lines {
            #expect(line["peer"]?.hasPrefix("127.0.0.1:") == true)
            #expect(!line.values.contains { $0.contains("secret") })
        }
    }
}
