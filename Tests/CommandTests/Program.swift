import Foundation
import Testing

/// The built program, run as a user runs it.
enum Program {
    /// How long anything may take before a test fails; far more than it needs.
    static let patience = DispatchTimeInterval.seconds(60)

    /// What a run left behind.
    struct Outcome: Equatable {
        var status: Int32
        var output = ""
        var errors = ""
    }

    /// Where the package manager builds it: beside the tests.
    static func url() throws -> URL {
        try #require(Bundle.main.executableURL).deletingLastPathComponent().appendingPathComponent("distill-planner")
    }

    /// Runs it to its end.
    static func run(_ arguments: String..., input: String = "") throws -> Outcome {
        try run(arguments, input: input)
    }

    /// Runs it to its end.
    static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Outcome {
        try withTemporaryFolder { folder in
            let question = folder.appendingPathComponent("input")
            try Data(input.utf8).write(to: question)
            let output = try emptyFile(folder.appendingPathComponent("output"))
            let child = try Child(
                arguments, input: FileHandle(forReadingFrom: question), output: output,
                errors: folder.appendingPathComponent("errors"), environment: environment)
            defer { child.kill() }
            return Outcome(
                status: try child.waitForExit(),
                output: try text(folder.appendingPathComponent("output")), errors: try child.errors())
        }
    }
}

/// A process of the program, with its standard error in a file.
final class Child {
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private let log: URL

    init(
        _ arguments: [String], input: FileHandle = .nullDevice, output: Any, errors: URL,
        environment: [String: String] = [:]
    ) throws {
        log = errors
        process.executableURL = try Program.url()
        process.arguments = arguments
        // Help is wrapped at the width that COLUMNS says, and settings are a test's own.
        process.environment = ProcessInfo.processInfo.environment
            .filter { $0.key != "COLUMNS" && !$0.key.hasPrefix("DISTILL_PLANNER_") }
            .merging(environment) { $1 }
        process.standardInput = input
        process.standardOutput = output
        process.standardError = try emptyFile(errors)
        process.terminationHandler = { [ended] _ in ended.signal() }
        try process.run()
    }

    /// The exit status, once it has ended by itself.
    func waitForExit() throws -> Int32 {
        try #require(ended.wait(timeout: .now() + Program.patience) == .success, "the program did not end")
        ended.signal()
        #expect(process.terminationReason == .exit)
        return process.terminationStatus
    }

    /// The signal that has ended it, once it is gone; nil where it ended by itself.
    func waitForSignal() -> Int32? {
        process.waitUntilExit()
        return process.terminationReason == .uncaughtSignal ? process.terminationStatus : nil
    }

    func send(_ signal: Int32) {
        if process.isRunning { Glibc.kill(process.processIdentifier, signal) }
    }

    /// Ends it as a power cut would, and waits until it is gone.
    func kill() {
        send(SIGKILL)
        process.waitUntilExit()
    }

    /// All that it has written to standard error so far.
    func errors() throws -> String { try text(log) }
}

/// Gives `body` a new folder, and removes it afterwards.
func withTemporaryFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("command-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}

private func emptyFile(_ url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
}

private func text(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }
