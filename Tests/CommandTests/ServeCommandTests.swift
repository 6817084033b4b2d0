import Foundation
import Testing

@Suite struct `serve` {
    static let question = #"{"budget_flops": 1e22, "student": {"params": "1B"}}"#

    @Test func `says where it listens, and is ready`() throws {
        try RunningServer.with { server in
            #expect(try server.get("/healthz").text == "{\n  \"status\": \"ok\"\n}\n")
            #expect(try server.get("/readyz").text == "{\n  \"status\": \"ready\"\n}\n")
            let log = try server.log()
            #expect(log.contains("url=http://127.0.0.1:\(server.port)"))
        }
    }

    @Test func `listens elsewhere than on loopback only where callers need tokens, or nobody shall`() throws {
        try withTemporaryFolder { folder in
            let database = folder.appendingPathComponent("planner.sqlite").path
            let place = ["--host", "0.0.0.0", "--port", "0", "--database", database]
            let refused = try Program.run(["serve"] + place)
            #expect(refused.status == 1 && refused.output.isEmpty)
            #expect(refused.errors.contains("0.0.0.0 is more") && refused.errors.contains("token create"))
        }
        try withTemporaryFolder { folder in
            let open = try RunningServer(in: folder, ["--host", "0.0.0.0", "--no-auth"])
            defer { open.kill() }
            #expect(try open.get("/laws").status == 200)
            #expect(try open.log().contains("no token is asked for"))
            #expect(try open.stop(SIGTERM) == 0)
            let database = folder.appendingPathComponent("data/new/planner.sqlite").path
            let made = try Program.run(
                "token", "create", "--name", "ci", "--scope", "read", "--database", database)
            #expect(made.status == 0)
            let closed = try RunningServer(in: folder, ["--host", "0.0.0.0"])
            defer { closed.kill() }
            #expect(try closed.get("/laws").status == 401)
            #expect(try closed.log().contains("callers need a token"))
        }
    }

    /// curl -d sends this content type unless it is told another.
    @Test func `answers curl's default content type`() throws {
        try RunningServer.with { server in
            let answer = try server.post("/plan", Self.question)
            #expect(answer.status == 200)
            #expect(answer.field("Content-Type") == "application/json")
            #expect(answer.text.contains(#""recommendation": "supervised""#))
        }
    }

    @Test func `keeps a plan byte for byte through kill -9`() throws {
        try withTemporaryFolder { folder in
            let body = #"{"label": "first", "budget_flops": 1e22, "student": {"params": "1B"}}"#
            let first = try RunningServer(in: folder)
            defer { first.kill() }
            let saved = try first.post("/plans", body, type: "application/json")
            #expect(saved.status == 201)
            let location = try #require(saved.field("Location"))
            first.kill()

            let second = try RunningServer(in: folder)
            defer { second.kill() }
            let read = try second.get(location)
            #expect(read.status == 200)
            #expect(read.body == saved.body)
        }
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `ends with status 0 at a signal`(_ signal: Int32) throws {
        try RunningServer.with { server in
            let status = try server.stop(signal)
            #expect(status == 0)
            #expect(try server.log().hasSuffix("stopped\n"))
        }
    }

    @Test func `logs a line for each request, under the identifier that its answer has`() throws {
        try RunningServer.with { server in
            let answer = try server.get("/plans/secret-name?token=secret")
            let id = try #require(answer.field("X-Request-Id"))
            #expect(try server.stop(SIGTERM) == 0)
            let line = try #require(try server.log().split(separator: "\n").first { $0.contains("id=\(id) ") })
            for field in ["method=GET", "route=/plans/{id}", "status=422", "bytes=", "seconds=", "peer=127.0.0.1:"] {
                #expect(line.contains(field), "\(field)")
            }
            #expect(!line.contains("secret"))
        }
    }

    @Test func `logs no requests where it is told not to`() throws {
        try RunningServer.with(["--log-level", "warning"]) { server in
            let status = try server.get("/healthz").status
            #expect(status == 200)
            #expect(try server.stop(SIGTERM) == 0)
            #expect(try server.log() == "")
        }
    }

    @Test func `ends at once at a second signal`() throws {
        try RunningServer.with { server in
            let connection = try Connection(port: server.port)
            defer { connection.close() }
            connection.send(Array("GET /healthz HTTP/1.1\r\n".utf8))
            // When this is answered, what was sent before it has been read.
            #expect(try server.get("/healthz").status == 200)
            server.send(SIGTERM)
            // The first signal has been heard when nobody listens any more.
            for _ in 0..<1000 where Connection.isPossible(port: server.port) { usleep(1000) }
            server.send(SIGTERM)
            #expect(server.signalThatEndedIt() == SIGTERM)
        }
    }

    @Test func `refuses a body of 10 MB and lives on`() throws {
        try RunningServer.with { server in
            let size = 10_000_000
            let head = "POST /plan HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(size)\r\n\r\n"
            let answer = try server.exchange(Array(head.utf8) + [UInt8](repeating: UInt8(ascii: "1"), count: size))
            #expect(answer.status == 413)
            #expect(answer.field("Content-Type") == "application/problem+json")
            #expect(try server.get("/healthz").status == 200)
        }
    }

    @Test(arguments: [
        ("/plan\u{00FF}", 400), ("/a b", 400), ("/plans/%FF%00", 404), ("/plans/%zz", 404), ("//healthz", 404),
        ("/healthz?%ff=%zz", 422), ("/healthz?=&&==", 422), ("/../healthz", 404), ("*", 400),
    ])
    func `takes odd targets for what they are`(_ target: String, _ status: Int) throws {
        try RunningServer.with { server in
            let answer = try server.get(target)
            #expect(answer.status == status)
            #expect(answer.field("Content-Type") == "application/problem+json")
            #expect(try server.get("/healthz").status == 200)
        }
    }
}

/// What keeps a server from starting: status 1 and one line that says so and what would help.
@Suite struct `serve does not start` {
    @Test func `on a port that is taken`() throws {
        try RunningServer.with { server in
            try withTemporaryFolder { folder in
                let outcome = try Program.run(
                    "serve", "--port", "\(server.port)", "--database", folder.appendingPathComponent("other").path)
                let expected = """
                    Error: 127.0.0.1:\(server.port) is in use by another program; choose another port with --port

                    """
                #expect(outcome == .init(status: 1, errors: expected))
            }
            #expect(try server.get("/healthz").status == 200)
        }
    }

    @Test func `on a file that is no database, which stays as it is`() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("planner.sqlite")
            let garbage = Data(String(repeating: "not a database\n", count: 1000).utf8)
            try garbage.write(to: file)
            let outcome = try Program.run("serve", "--port", "0", "--database", file.path)
            let expected = """
                Error: \(file.path) is not an SQLite database; it was left as it is: \
                choose another file with --database

                """
            #expect(outcome == .init(status: 1, errors: expected))
            #expect(try Data(contentsOf: file) == garbage)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["planner.sqlite"])
        }
    }

    @Test func `where the database's folder cannot be made`() throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("file")
            try Data().write(to: file)
            let outcome = try Program.run(
                "serve", "--port", "0", "--database", file.appendingPathComponent("planner.sqlite").path)
            #expect(outcome.status == 1 && outcome.output.isEmpty)
            #expect(outcome.errors.hasPrefix("Error: the database's folder \(file.path) cannot be made ("))
            #expect(outcome.errors.hasSuffix("); choose another with --database\n"))
        }
    }
}
