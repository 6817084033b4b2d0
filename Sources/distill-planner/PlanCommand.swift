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

    @Option(help: "The student's non-embedding parameters.")
    var student: String?

    @Option(help: "The student's tokens: one number, or a range: 1B..2T; either end may be left out.")
    var studentTokens: String?

    @Option(help: "The teacher's non-embedding parameters: one number or a range.")
    var teacher: String?

    @Option(help: "The teacher's tokens: one number or a range.")
    var teacherTokens: String?

    @Option(
        help: """
            Which of the teacher's costs the budget pays: best_case, teacher_inference, teacher_pretraining or \
            teacher_pretraining_inference (the default).
            """)
    var scenario: String?

    @Option(help: "The share of the teacher's logits that the budget pays, 0 to 1; instead of --scenario.")
    var teacherLogits: String?

    @Option(help: "The share of the teacher's pretraining that the budget pays, 0 to 1; instead of --scenario.")
    var teacherPretraining: String?

    @Option(help: "The law to plan with: a name, or name@version; 'laws' lists them.")
    var law: String?

    @Option(help: "A file with the body of a POST /plan, or - for standard input; instead of the options above.")
    var request: String?

    @Option(help: "How to print the plan: table, json or markdown.")
    var format: PlanFormat = .table

    func validate() throws {
        let others = [
            budget, student, studentTokens, teacher, teacherTokens, scenario, teacherLogits, teacherPretraining, law,
        ]
        if request != nil {
            guard others.allSatisfy({ $0 == nil }) else {
                throw ValidationError("--request holds the whole question: give no other option but --format.")
            }
        } else if budget == nil || student == nil {
            throw ValidationError("A plan needs --budget and --student, or --request.")
        }
    }

    func run() throws {
        do {
            let isFile = request != nil
            let plan = try PlanQuestion.plan(try question(), laws: .published) { isFile ? $0 : Self.option(of: $0) }
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
            "student": .fields(["params": student.map(JSONValue.string), "tokens": studentTokens.map(Self.bounds)]),
            "teacher": .fields(["params": teacher.map(Self.bounds), "tokens": teacherTokens.map(Self.bounds)]),
            "scenario": scenario.map(JSONValue.string),
            "costs": .fields([
                "teacher_logits": teacherLogits.map(JSONValue.string),
                "teacher_pretraining": teacherPretraining.map(JSONValue.string),
            ]),
            "law": law.map(JSONValue.string),
        ]) ?? [:]
    }

    /// The option that gave a field of the question, from the field's path in dots.
    private static func option(of field: String) -> String {
        let options: KeyValuePairs = [
            "budget_flops": "--budget", "student.params": "--student", "student.tokens": "--student-tokens",
            "teacher.params": "--teacher", "teacher.tokens": "--teacher-tokens",
            "costs.teacher_logits": "--teacher-logits", "costs.teacher_pretraining": "--teacher-pretraining",
            "scenario": "--scenario", "costs": "--teacher-logits, --teacher-pretraining", "law": "--law",
        ]
        return options.first { field == $0.key || field.hasPrefix($0.key + ".") }?.value ?? field
    }

    /// `a..b` with either end open as `{min, max}`; anything else as one number.
    private static func bounds(_ text: String) -> JSONValue {
        guard let dots = text.range(of: "..") else { return .string(text) }
        let (least, greatest) = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
        return .fields([
            "min": least.isEmpty ? nil : .string(least), "max": greatest.isEmpty ? nil : .string(greatest),
        ]) ?? [:]
    }
}

extension PlanFormat: ExpressibleByArgument {}

extension JSONValue {
    /// An object of the fields that are there; nil where none is.
    fileprivate static func fields(_ fields: KeyValuePairs<String, JSONValue?>) -> JSONValue? {
        let members = fields.compactMap { name, value in value.map { Member(name, $0) } }
        return members.isEmpty ? nil : .object(members)
    }
}
