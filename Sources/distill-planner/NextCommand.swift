import ArgumentParser
import PlannerAPI

/// `next`: the answer of `POST /studies/{study}/next`, computed here.
struct NextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "next",
        abstract: "Choose the runs to make next, for the plan that one cares about.",
        discussion: """
            Of a grid of possible runs those that make the plan's loss surest for a budget of FLOPs, the best first.

              distill-planner next --study sweep --budget 1e21 --plan-budget 1e24
              distill-planner next --study sweep --budget 1e21 --plan-budget 1e24 \\
                --student 3B --quantity supervised_loss --protocols
              distill-planner next --study sweep --request next.json --format json
            """)

    @Option(help: "The study whose runs there are.")
    var study: String

    @Option(help: "The compute for new runs, in FLOPs.")
    var budget: String?

    @Option(help: "The compute of the plan that one cares about, in FLOPs.")
    var planBudget: String?

    @Option(help: "The student of that plan: its parameters, or a range such as 1B..8B; any size otherwise.")
    var student: String?

    @Option(help: "The law; otherwise that which was fitted to the study last.")
    var law: String?

    @Option(
        help:
            "What is to become surer: distillation_loss, supervised_loss or loss_advantage; otherwise the loss of what the plan recommends."
    )
    var quantity: String?

    @Option(help: "Which present runs count, as 'runs list' takes it; otherwise those that the law was fitted to.")
    var filter: String?

    @Option(help: "The level of intervals; 0.9 otherwise.")
    var level: String?

    @Option(help: "The most runs to choose; 100 otherwise.")
    var mostRuns: String?

    @Flag(help: "Say too what fixed tokens per parameter and IsoFLOP profiles would give for the same budget.")
    var protocols = false

    @Option(
        help: "A file with the body of a POST /studies/{study}/next, or - for standard input; instead of all of these.")
    var request: String?

    @Option(help: "How to print the runs: text or json.")
    var format: Format = .text

    @OptionGroup var database: DatabaseOptions

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

    func validate() throws {
        let options = [budget, planBudget, student, law, quantity, filter, level, mostRuns]
        if request != nil {
            guard options.allSatisfy({ $0 == nil }), !protocols else {
                throw ValidationError("--request holds the whole question: give --study and --format beside it only.")
            }
        } else if budget == nil || planBudget == nil {
            throw ValidationError("Next runs need --budget and --plan-budget, or --request.")
        }
    }

    func run() throws {
        try asking {
            let body = try body()
            let answer = try database.with { store in
                try NextRunsAnswer.answer(body, study: study, store) { request == nil ? Self.option(of: $0) : $0 }
            }
            try Terminal.write(format == .json ? answer.json : Array(answer.text.utf8))
        }
    }

    /// The options as the body of `POST /studies/{study}/next`.
    private func body() throws -> JSONValue {
        if let request { return try RequestFile.read(request) }
        return .fields([
            "budget_flops": budget.map(JSONValue.string),
            "plan": .fields([
                "budget_flops": planBudget.map(JSONValue.string),
                "student": .fields(["params": student.map(JSONValue.bounds)]),
            ]),
            "law": law.map(JSONValue.string),
            "quantity": quantity.map(JSONValue.string),
            "filter": filter.map(JSONValue.string),
            "level": level.map(JSONValue.string),
            "most_runs": mostRuns.map(JSONValue.string),
            "protocols": protocols ? .bool(true) : nil,
        ]) ?? [:]
    }

    private static func option(of field: String) -> String {
        switch field {
        case "budget_flops": "--budget"
        case "plan.budget_flops": "--plan-budget"
        case let field where field.hasPrefix("plan.student"): "--student"
        default: "--" + field.replacing("_", with: "-")
        }
    }
}
