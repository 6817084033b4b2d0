import ArgumentParser
import Foundation
import PlannerAPI

/// What `plan` may choose for its student, or students.
struct StudentOptions: ParsableArguments {
    @Option(help: "The student's non-embedding parameters: one number, or a range: 1B..3B; free where absent.")
    var student: String?

    @Option(help: "The student's tokens: one number, or a range: 1B..2T; either end may be left out.")
    var studentTokens: String?

    @Option(help: "Sizes that share one teacher and the budget, with how many there are of each: 300M,1B:2,3B.")
    var students: String?

    @Option(help: "The tokens that there are to learn from.")
    var uniqueTokens: String?

    @Option(help: "How often a token may be seen (4 where it is not given).")
    var maxEpochs: String?

    @Option(help: "What repeated tokens are worth: none (as much as new ones) or muennighoff-2023.")
    var repetition: String?

    @Option(help: "The tokens that the student serves in its life; the budget pays for them too.")
    var servingTokens: String?

    var all: [String?] { [student, studentTokens, students, uniqueTokens, maxEpochs, repetition, servingTokens] }

    /// The field `student` of the question.
    var question: JSONValue? {
        .fields([
            "params": student.map(JSONValue.bounds), "tokens": studentTokens.map(JSONValue.bounds),
            "unique_tokens": uniqueTokens.map(JSONValue.string), "max_epochs": maxEpochs.map(JSONValue.string),
            "repetition": repetition.map(JSONValue.string),
        ])
    }

    /// The field `students` of the question.
    var family: JSONValue? {
        students.map { students in
            .array(
                students.split(separator: ",", omittingEmptySubsequences: false).map { member in
                    let parts = member.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                    return .fields([
                        "params": .string(String(parts[0])),
                        "count": parts.count > 1 ? .string(String(parts[1])) : nil,
                    ]) ?? [:]
                })
        }
    }
}

/// What `plan` may choose for its teacher, and what of it the budget pays.
struct TeacherOptions: ParsableArguments {
    @Option(help: "The teacher's non-embedding parameters: one number or a range.")
    var teacher: String?

    @Option(help: "The teacher's tokens: one number or a range.")
    var teacherTokens: String?

    @Option(help: "The measured loss of a teacher that exists, in nats per token.")
    var teacherLoss: String?

    @Option(
        help: """
            Which of the teacher's costs the budget pays: best_case, teacher_inference (the default with \
            --teacher-loss), teacher_pretraining or teacher_pretraining_inference (the default without).
            """)
    var scenario: String?

    @Option(help: "The share of the teacher's logits that the budget pays, 0 to 1; instead of --scenario.")
    var teacherLogits: String?

    @Option(help: "The share of the teacher's pretraining that the budget pays, 0 to 1; instead of --scenario.")
    var teacherPretraining: String?

    @Option(
        name: .customLong("students-sharing-teacher"),
        help: "How many equal students share the teacher's training; the budget is that of one of them.")
    var studentsSharing: String?

    var all: [String?] {
        [teacher, teacherTokens, teacherLoss, scenario, teacherLogits, teacherPretraining, studentsSharing]
    }

    /// The field `teacher` of the question.
    var question: JSONValue? {
        .fields([
            "params": teacher.map(JSONValue.bounds), "tokens": teacherTokens.map(JSONValue.bounds),
            "loss": teacherLoss.map(JSONValue.string),
        ])
    }

    /// The field `costs` of the question.
    var costs: JSONValue? {
        .fields([
            "teacher_logits": teacherLogits.map(JSONValue.string),
            "teacher_pretraining": teacherPretraining.map(JSONValue.string),
        ])
    }
}

/// What the compute is told in hours and money of.
struct HardwareOptions: ParsableArguments {
    @Option(help: "The accelerator, such as H100-SXM.")
    var device: String?

    @Option(help: "The accelerator's peak, in dense bf16 FLOP/s; instead of --device.")
    var peakFlops: String?

    @Option(help: "How many accelerators work at a time (1 where it is not given).")
    var devices: String?

    @Option(help: "The share of the peak that is reached, above 0 to 1 (0.4 where it is not given).")
    var utilization: String?

    @Option(help: "What an accelerator costs an hour, in any currency.")
    var pricePerHour: String?

    var all: [String?] { [device, peakFlops, devices, utilization, pricePerHour] }

    /// The field `hardware` of the question.
    var question: JSONValue? {
        .fields([
            "device": device.map(JSONValue.string), "peak_flops": peakFlops.map(JSONValue.string),
            "count": devices.map(JSONValue.string), "utilization": utilization.map(JSONValue.string),
            "price_per_hour": pricePerHour.map(JSONValue.string),
        ])
    }
}

/// What the law's draws are asked of the plan.
struct UncertaintyOptions: ParsableArguments {
    @Option(help: "Also say what so many of the law's draws, 8 to 4096, say of the plan.")
    var uncertaintyDraws: String?

    @Option(help: "The share of the draws inside each interval (0.9 where it is not given).")
    var level: String?

    var all: [String?] { [uncertaintyDraws, level] }

    /// The field `uncertainty` of the question.
    var question: JSONValue? {
        .fields(["draws": uncertaintyDraws.map(JSONValue.string), "level": level.map(JSONValue.string)])
    }
}
