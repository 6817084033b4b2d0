import Dispatch
import Foundation
import Synchronization
import Testing

@Suite struct `Backups on the command line` {
    private static let runs = "id,N,D,loss,note\n\"a \"\"b\"\"\",1B,20B,2.5,\"é, x\"\nc,300M,10B,2.7,\n"

    @Test func `are made and restored beside and without a server, and every export is the same to the byte`() throws {
        try withTemporaryFolder { folder in
            let database = folder.appendingPathComponent("data/new/planner.sqlite").path
            let copy = folder.appendingPathComponent("copy.sqlite").path
            let restored = folder.appendingPathComponent("restored/planner.sqlite").path
            let server = try RunningServer(in: folder)
            defer { server.kill() }
            for study in ["one", "two"] {
                #expect(try server.post("/studies", #"{"id": "\#(study)"}"#, type: "application/json").status == 201)
                let imported = try server.post("/studies/\(study)/runs?source=a", Self.runs, type: "text/csv")
                #expect(imported.status == 200)
            }
            let plan = #"{"label": "first", "budget_flops": 1e22, "student": {"params": "1B"}}"#
            let saved = try server.post("/plans", plan, type: "application/json")
            let made = try Program.run("backup", copy, "--database", database)
            #expect(made.status == 0 && made.errors.isEmpty)
            #expect(made.output.hasPrefix("path    \(copy)\nbytes   "))
            #expect(made.output.hasSuffix("studies 2\nruns    4\nfits    0\nplans   1\nlaws    7\n"))

            let put = try Program.run("restore", copy, "--database", restored)
            #expect(
                put
                    == .init(
                        status: 0,
                        output: "path    \(restored)\nstudies 2\nruns    4\nfits    0\nplans   1\nlaws    7\n"))
            for (study, format) in [("one", "csv"), ("two", "csv"), ("one", "jsonl"), ("two", "jsonl")] {
                let exports = try [database, restored].map { path in
                    try Program.run("export", "--study", study, "--format", format, "--database", path)
                }
                #expect(exports[0] == exports[1] && exports[0].status == 0 && exports[0].output.contains("300000000"))
            }
            let other = try RunningServer(in: folder, ["--database", restored])
            defer { other.kill() }
            let location = try #require(saved.field("Location"))
            #expect(try other.get(location).body == saved.body)
        }
    }

    /// Somebody else imports all the time; whatever a backup has is whole imports, and the restored one exports as much.
    @Test func `are whole while somebody imports`() throws {
        try withTemporaryFolder { folder in
            let server = try RunningServer(in: folder)
            defer { server.kill() }
            let database = folder.appendingPathComponent("data/new/planner.sqlite").path
            #expect(try server.post("/studies", #"{"id": "s"}"#, type: "application/json").status == 201)
            let size = 50
            @Sendable func importBatch(_ batch: Int, _ client: Client) -> Bool {
                let rows = (0..<size).map { "\(batch)-\($0),1B,\(20 + $0)B,2.5\n" }.joined()
                let answer = try? client.post("/studies/s/runs?source=a", "id,N,D,loss\n" + rows, type: "text/csv")
                return answer?.status == 200
            }
            #expect(importBatch(0, server.client))
            let isOver = Mutex(false)
            let end = DispatchGroup()
            end.enter()
            Thread { [client = server.client] in
                var batch = 1
                while !isOver.withLock({ $0 }), importBatch(batch, client) { batch += 1 }
                end.leave()
            }.start()
            // Nobody may be left asking when the server is killed.
            defer {
                isOver.withLock { $0 = true }
                end.wait()
            }
            for number in 0..<3 {
                let copy = folder.appendingPathComponent("copy\(number).sqlite").path
                let restored = folder.appendingPathComponent("restored\(number).sqlite").path
                #expect(try Program.run("backup", copy, "--database", database).status == 0)
                #expect(try Program.run("restore", copy, "--database", restored).status == 0)
                let rows = try Program.run("export", "--study", "s", "--database", restored).output
                    .split(whereSeparator: \.isNewline).dropFirst()
                #expect(rows.count % size == 0 && rows.count >= size)
                let now = try Program.run("export", "--study", "s", "--database", database).output
                    .split(whereSeparator: \.isNewline).dropFirst()
                #expect(Array(now.prefix(rows.count)) == Array(rows))
            }
        }
    }

    @Test func `are not restored under a server, which goes on`() throws {
        try withTemporaryFolder { folder in
            let server = try RunningServer(in: folder)
            defer { server.kill() }
            let database = folder.appendingPathComponent("data/new/planner.sqlite").path
            let copy = folder.appendingPathComponent("copy.sqlite").path
            #expect(try Program.run("backup", copy, "--database", database).status == 0)
            let refused = try Program.run("restore", copy, "--database", database, "--replace")
            let expected = """
                Error: Another program has the database \(database) open, such as a server; stop it first. \
                All was left as it is.

                """
            #expect(refused == .init(status: 1, errors: expected))
            #expect(try server.post("/studies", #"{"id": "s"}"#, type: "application/json").status == 201)
            #expect(try server.stop(SIGTERM) == 0)
            let restored = try Program.run("restore", copy, "--database", database, "--replace")
            #expect(restored.status == 0 && restored.output.contains("kept    \(database).before-restore-2"))
            #expect(try Program.run("study", "list", "--database", database).output.contains("\ns ") == false)
        }
    }

    /// SQLite cannot open such a file, and so not tell whether anybody has it open: its locks on the file can.
    @Test func `are not restored under a server whose file was overwritten`() throws {
        try withTemporaryFolder { folder in
            let server = try RunningServer(in: folder)
            defer { server.kill() }
            let database = folder.appendingPathComponent("data/new/planner.sqlite")
            let copy = folder.appendingPathComponent("copy.sqlite").path
            #expect(try Program.run("backup", copy, "--database", database.path).status == 0)
            // In place, as cp does it.
            let file = try FileHandle(forUpdating: database)
            try file.write(contentsOf: Data(repeating: 0xFF, count: 8192))
            try file.close()
            let wal = database.path + "-wal"
            truncate(wal, 0)
            let refused = try Program.run("restore", copy, "--database", database.path, "--replace")
            #expect(refused.status == 1)
            #expect(refused.errors.hasPrefix("Error: Another program has the database \(database.path) open"))
            server.kill()
            #expect(try Program.run("restore", copy, "--database", database.path, "--replace").status == 0)
            #expect(try Program.run("check", "--database", database.path).status == 0)
        }
    }

    @Test func `say what is wrong, and leave all as it was`() throws {
        try withTemporaryFolder { folder in
            func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
            try Data("budget: 1e22\n".utf8).write(to: folder.appendingPathComponent("text"))
            #expect(try Program.run("study", "create", "s", "--database", path("p.sqlite")).status == 0)
            let cases: [([String], String)] = [
                (["backup", path("c"), "--database", path("no")], "Error: There is no file \(path("no")).\n"),
                (
                    ["backup", path("text"), "--database", path("p.sqlite")],
                    "Error: \(path("text")) is there already and was left as it is; --replace puts another in its place.\n"
                ),
                (
                    ["backup", path("p.sqlite"), "--replace", "--database", path("p.sqlite")],
                    "Error: \(path("p.sqlite")) is the database itself; a backup needs a file of its own.\n"
                ),
                (
                    ["restore", path("text"), "--replace", "--database", path("p.sqlite")],
                    "Error: \(path("text")) is not an SQLite database; all was left as it is\n"
                ),
                (["restore", path("no"), "--database", path("n")], "Error: There is no file \(path("no")).\n"),
                (["check", "--database", path("no")], "Error: There is no file \(path("no")).\n"),
                (
                    ["backup", path("no/c"), "--database", path("p.sqlite")],
                    "Error: \(path("no/c.partial")) cannot be written or read: No such file or directory.\n"
                ),
            ]
            for (arguments, message) in cases {
                #expect(try Program.run(arguments) == .init(status: 1, errors: message))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["p.sqlite", "text"])
        }
    }

    @Test func `are checked line by line`() throws {
        try withTemporaryFolder { folder in
            let server = try RunningServer(in: folder)
            defer { server.kill() }
            let database = folder.appendingPathComponent("data/new/planner.sqlite")
            let plan = #"{"label": "first", "budget_flops": 1e22, "student": {"params": "1B"}}"#
            let saved = try server.post("/plans", plan, type: "application/json")
            let whole = try Program.run("check", "--database", database.path)
            #expect(whole.status == 0 && whole.errors.isEmpty)
            #expect(
                whole.output.split(separator: "\n").map { $0.prefix(while: { $0 != ":" }) } == [
                    "ok     integrity", "ok     references", "ok     schema", "ok     digests",
                ])
            #expect(try server.stop(SIGTERM) == 0)
            // A digit of the answer becomes another: the database is whole, and says something else.
            var bytes = [UInt8](try Data(contentsOf: database))
            let place = try #require(bytes.ranges(of: Array("  \"budget_flops\": 1".utf8)).last)
            bytes[place.upperBound - 1] ^= 1
            try Data(bytes).write(to: database)
            let found = try Program.run("check", "--database", database.path)
            #expect(found.status == 1)
            let id = try #require(saved.field("Location")?.split(separator: "/").last)
            #expect(
                found.output.contains(
                    "wrong  digests: the plan \(id) is not what was written: its SHA-256 is another\n"))
            #expect(found.errors.hasPrefix("Error: The database \(database.path) is damaged; "))
            let refused = try Program.run(
                "backup", folder.appendingPathComponent("c").path, "--database", database.path)
            #expect(refused.status == 1 && refused.errors.contains("Error: wrong  digests: the plan \(id)"))
        }
    }
}
