public import ArgumentParser
import Foundation
public import PlannerAPI
import ScalingLaws

/// `plan`: the answer of `POST /plan`, computed here.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Plan a budget: distil or train supervised, from which teacher, on how many tokens.",
        discussion: """
            Computes locally; no server is needed. With --format json the bytes are those of POST /plan.

              distill-planner plan --budget 1e22 --student 1B
              distill-planner plan --budget 1e21 --student 300M --teacher-tokens ..20T
              distill-planner plan --request question.json --format markdown
            """)

    @Option(help: "The compute to spend, in FLOPs.")
    var budget: String?

    @Option(help: "The student's loss to reach with the least compute, in nats per token; instead of --budget.")
    var targetLoss: String?

    @OptionGroup(title: "Student") var student: StudentOptions

    @OptionGroup(title: "Teacher") var teacher: TeacherOptions

    @OptionGroup(title: "Hardware") var hardware: HardwareOptions

    @Option(help: "The law to plan with: a name, name@version or an alias; 'laws' lists them.")
    var law: String?

    @OptionGroup var laws: LawOptions

    @OptionGroup(title: "Uncertainty") var uncertainty: UncertaintyOptions

    @Option(help: "What becomes of plans outside the runs behind the law: warn (the default), constrain or ignore.")
    var support: String?

    @Option(help: "Also say within what range each variable may be rounded for so many nats per token.")
    var flatWithin: String?

    @Option(help: "A JSON file of accelerators beside those that are built in: name, peak_flops, source.")
    var accelerators: String?

    @Option(help: "A file with the body of a POST /plan, or - for standard input; instead of the options above.")
    var request: String?

    @Option(help: "How to print the plan: table, json or markdown.")
    var format: PlanFormat = .table

    func validate() throws {
        let others =
            [budget, targetLoss, law, support, flatWithin] + student.all + teacher.all + hardware.all
            + uncertainty.all
        if request != nil {
            guard others.allSatisfy({ $0 == nil }) else {
                throw ValidationError(
                    "--request holds the whole question: give no other option but --format."
                )
            }
        } else if budget == nil && targetLoss == nil {
            throw ValidationError("A plan needs --budget, --target-loss or --request.")
        }
    }

    func run() throws {
        do {
            let isFile = request != nil
            let plan = try PlanQuestion.plan(
                try question(), laws: laws.laws, accelerators: Accelerators.table(accelerators)
            ) { isFile ? $0 : Self.option(of: $0) }
            try Terminal.write(format.bytes(plan))
        } catch let error as PlanQuestionError {
            throw CommandFailure(lines: error.lines, isUsage: error.isMalformed)
        }
    }

    /// The question in the fields of `POST /plan`.
    private func question() throws -> JSONValue {
        if let request { return try RequestFile.read(request) }
        return .fields([
            "budget_flops": budget.map(JSONValue.string),
            "target_loss": targetLoss.map(JSONValue.string),
            "student": student.question,
            "students": student.family,
            "serving": .fields(["tokens": student.servingTokens.map(JSONValue.string)]),
            "teacher": teacher.question,
            "students_sharing_teacher": teacher.studentsSharing.map(JSONValue.string),
            "scenario": teacher.scenario.map(JSONValue.string),
            "costs": teacher.costs,
            "law": law.map(JSONValue.string),
            "support": support.map(JSONValue.string),
            "flat_within": flatWithin.map(JSONValue.string),
            "hardware": hardware.question,
            "uncertainty": uncertainty.question,
        ]) ?? [:]
    }

    /// The option that gave a field of the question, from the field's path in dots.
    private static func option(of field: String) -> String {
        let options: KeyValuePairs = [
            "budget_flops": "--budget", "target_loss": "--target-loss", "student.params": "--student",
            "student.tokens": "--student-tokens", "student.unique_tokens": "--unique-tokens",
            "student.max_epochs": "--max-epochs", "student.repetition": "--repetition", "students": "--students",
            "serving": "--serving-tokens", "teacher.params": "--teacher", "teacher.tokens": "--teacher-tokens",
            "teacher.loss": "--teacher-loss", "students_sharing_teacher": "--students-sharing-teacher",
            "costs.teacher_logits": "--teacher-logits", "costs.teacher_pretraining": "--teacher-pretraining",
            "scenario": "--scenario", "costs": "--teacher-logits, --teacher-pretraining", "law": "--law",
            "support": "--support", "flat_within": "--flat-within", "hardware.device": "--device",
            "hardware.peak_flops": "--peak-flops", "hardware.count": "--devices",
            "uncertainty.draws": "--uncertainty-draws", "uncertainty.level": "--level",
            "uncertainty": "--uncertainty-draws, --level", "hardware.utilization": "--utilization",
            "hardware.price_per_hour": "--price-per-hour",
        ]
        return options.first { field == $0.key || field.hasPrefix($0.key + ".") }?.value ?? field
    }
}

extension PlanFormat: ExpressibleByArgument {}
