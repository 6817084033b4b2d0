public import ArgumentParser
import Foundation
import PlannerAPI
public import Store

/// `token`: who may call a server.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Make, list and revoke the tokens that callers of a server show.",
        discussion: """
            From the first token on every request to the server needs one, in the header \
            'Authorization: Bearer TOKEN'. Scopes: read (plans, reads), write (records, fits, laws, saved plans too), \
            admin (tokens, aliases, backups, the audit trail too). A running server knows of a change within a second.

              distill-planner token create --name ci --scope read --expires 90d
              distill-planner token list
              distill-planner token revoke 0a1b2c3d4e5f
            """,
        subcommands: [Create.self, List.self, Revoke.self])
}

extension TokenCommand {
    /// `token create`.
    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token and print it, this once: only a salted hash of it is kept.")

        @Option(help: "Who or what will use it.")
        var name: String

        @Option(help: "What it lets its bearer do: read, write or admin.")
        var scope: TokenScope

        @Option(help: "After how long it is worth nothing: 90d, 12h, 30m; never otherwise.")
        var expires: Lifetime?

        @OptionGroup var database: DatabaseOptions

        func validate() throws {
            let characters = name.unicodeScalars
            guard (1...TokenRecord.greatestNameLength).contains(characters.count),
                !characters.contains(where: { $0.properties.generalCategory == .control })
            else {
                throw ValidationError("--name must be one line of 1 to \(TokenRecord.greatestNameLength) characters.")
            }
        }

        func run() throws {
            let now = Date()
            let (token, record) = BearerToken.make(name: name, scope: scope, lifetime: expires?.seconds, now: now)
            try database.with { store in
                try store.changing(by: .commandLine, "token.create", "/tokens/\(record.id)", at: now) {
                    try store.add(record)
                }
            }
            try Terminal.write((token.text + "\n").utf8)
            Terminal.complain(
                "Keep it: it is not shown again. It is revoked with: distill-planner token revoke \(record.id)\n")
        }
    }

    /// `token list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the tokens, without their secrets.")

        @OptionGroup var database: DatabaseOptions

        func run() throws {
            let tokens = try DatabaseFile.with(database.path) { try $0.tokens() }
            try Terminal.write(TokenText.list(tokens, at: Date()).utf8)
        }
    }

    /// `token revoke`.
    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a token be worth nothing from now on.")

        @Argument(help: "The token's identifier, as 'token list' shows it; not the token itself.")
        var id: String

        @OptionGroup var database: DatabaseOptions

        func run() throws {
            let now = Date()
            let record = try DatabaseFile.with(database.path) { store in
                try store.changing(by: .commandLine, "token.revoke", "/tokens/\(id)", at: now) {
                    guard let record = try store.revokeToken(id, at: now.formatted(.iso8601)) else {
                        throw CommandFailure.usage(
                            "No token has the identifier \(id.prefix(12)); 'distill-planner token list' shows them.")
                    }
                    return record
                }
            }
            try Terminal.write("\(record.id) (\(record.name)) is revoked since \(record.revokedAt ?? "").\n".utf8)
        }
    }
}

extension TokenScope: ExpressibleByArgument {}

/// A time span of days, hours or minutes.
struct Lifetime: ExpressibleByArgument {
    let seconds: TimeInterval

    /// Reads a whole number of 1 to 36500 with `d`, `h` or `m` behind it.
    init?(argument: String) {
        let units: [Character: TimeInterval] = ["d": 86400, "h": 3600, "m": 60]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int(argument.dropLast()),
            (1...36500).contains(count)
        else { return nil }
        seconds = unit * Double(count)
    }
}
