import ArgumentParser
import Foundation

/// The command line: `distill-planner serve`, `plan`, `predict`, `frontier`, `crossover`, `map`, `study`,
/// `import`, `runs`, `export`, `fit`, `next`, `laws`, `token`, `backup`, `restore`, `check`.
@main
struct DistillPlanner: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "distill-planner",
        abstract: "Which teacher, which student, how many tokens each, and should we distil at all?",
        discussion: """
            Answers with the laws of Busbridge et al., Distillation Scaling Laws (ICML 2025).
            Numbers may carry a suffix: 300M, 1.5B, 2T; or an exponent: 1e22.

            Exit status: 0 done, 1 failed, 2 wrong usage.
            """,
        subcommands: [
            ServeCommand.self, PlanCommand.self, PredictCommand.self, FrontierCommand.self, CrossoverCommand.self,
            MapCommand.self, StudyCommand.self, ImportCommand.self, RunsCommand.self, ExportCommand.self,
            FitCommand.self, NextCommand.self, LawsCommand.self, TokenCommand.self, BackupCommand.self,
            RestoreCommand.self, CheckCommand.self, SettingsCommand.self,
        ])

    /// Runs the command that the arguments name, and maps failures to the documented exit statuses.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as CommandFailure {
            failure.report()
            Foundation.exit(failure.status)
        } catch {
            let status = exitCode(for: error)
            let isUsage = status == .validationFailure
            let message = fullMessage(for: error)
            if !message.isEmpty {
                if status.isSuccess { show(message + "\n") } else { Terminal.complain(message + "\n") }
            }
            Foundation.exit(isUsage ? 2 : status.rawValue)
        }
    }

    /// Writes what was asked for, or ends the program with status 1.
    private static func show(_ text: String) {
        do {
            try Terminal.write(text.utf8)
        } catch {
            (error as? CommandFailure)?.report()
            Foundation.exit(1)
        }
    }
}
