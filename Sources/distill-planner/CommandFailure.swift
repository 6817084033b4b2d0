import Foundation

/// Why a command could not do what it was asked, for a person.
struct CommandFailure: Error {
    /// What is wrong and what would help, a line each.
    let lines: [String]
    /// Whether the question itself is wrong, rather than the world it was asked in.
    let isUsage: Bool

    /// Failed though the arguments are right.
    static func failed(_ lines: String...) -> Self { Self(lines: lines, isUsage: false) }

    /// The arguments are wrong.
    static func usage(_ lines: String...) -> Self { Self(lines: lines, isUsage: true) }

    /// The exit status that the command line documents.
    var status: Int32 { isUsage ? 2 : 1 }

    /// Writes the lines to standard error.
    func report() {
        Terminal.complain(lines.map { "Error: \($0)\n" }.joined())
    }
}
