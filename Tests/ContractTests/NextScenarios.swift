import HTTPTypes
import ScalingLaws
import TestSupport

/// The next runs of a study, and two laws on its runs.
extension Scenario {
    /// The study that the stocked law `mine` says it was fitted to.
    private static let study = Scenario(.post, "/studies", 201, body: #"{"id": "study-1"}"#, fields: json)

    private static let runs = Scenario(
        .post, "/studies/study-1/runs?source=f", 200, body: lines.joined(separator: "\n"),
        fields: [.contentType: "application/x-ndjson"], template: "/studies/{study}/runs")

    /// 16 supervised runs and twice 24 distilled ones, the second time of teachers of unknown size; their losses are the
    /// default law's, a thousandth off to one side and the other.
    private static let lines: [String] = {
        guard let law = try? CoefficientSet.published(CoefficientSet.defaultName) else { return [] }
        let (alone, distilled) = (law.supervised, law.distillation)
        var lines: [String] = []
        func add(_ size: Double, _ tokens: Double, _ loss: Double?, _ more: String = "") {
            let off = lines.count % 2 == 0 ? 1.001 : 0.999
            lines.append(
                #"{"id": "\#(lines.count)", "params": \#(size), "tokens": \#(tokens), "loss": \#((loss ?? 0) * off)\#(more)}"#
            )
        }
        for size in [1e8, 3e8, 1e9, 3e9] {
            for ratio in [20.0, 50, 120, 300] {
                add(size, size * ratio, try? alone.lossNats(parameters: size, tokens: size * ratio))
            }
        }
        for (split, isKnown) in [("a", true), ("b", false)] {
            for size in [2e8, 6e8, 2e9] {
                for ratio in [30.0, 200] {
                    for teacher in [3e8, 1e9, 3e9, 7e9] {
                        let loss = (try? alone.lossNats(parameters: teacher, tokens: 20 * teacher)) ?? 0
                        let student = try? distilled?.studentLossNats(
                            studentParameters: size, studentTokens: size * ratio, teacherLossNats: loss,
                            supervised: alone)
                        add(
                            size, size * ratio, student,
                            #", "teacher_loss": \#(loss), "split": "\#(split)""#
                                + (isKnown ? #", "teacher_params": \#(teacher)"# : ""))
                    }
                }
            }
        }
        return lines
    }()

    private static func next(
        _ more: String, plan: String = #"{"budget_flops": 1e24}"#, budget: String = "1e21", _ status: Int = 200,
        before: [Scenario] = [study, runs]
    ) -> Scenario {
        Scenario(
            .post, "/studies/study-1/next", status,
            body: #"{"budget_flops": \#(budget), "plan": \#(plan)\#(more)}"#, fields: json,
            template: "/studies/{study}/next", before: before, isStocked: true)
    }

    private static let few = #", "most_runs": 3, "grid": {"student_params": [2e8, 1e9], "tokens": 1e10}"#

    static let nextRuns =
        [
            next(#", "level": 0.5"# + few),
            next(#", "quantity": "loss_advantage", "filter": "split=b""# + few),
            next(#", "quantity": "distillation_loss", "protocols": true"# + few),
            next(
                #", "quantity": "supervised_loss", "law": "hoffmann-2022", "most_runs": 3, "#
                    + #""grid": {"tokens_per_param": {"min": 10, "max": 100, "points": 3}}"#),
            // The gap to so weak a teacher is nothing at all, whatever the law's parameters.
            next(
                #", "quantity": "distillation_loss", "grid": {"student_params": 3e9, "tokens": 1e11, "teacher_loss": 30}"#,
                budget: "1e24"),
            next(#", "quantity": "supervised_loss""#, budget: "1e9"),
            next(#", "quantity": "supervised_loss", "filter": "params_max=3e8""#, 422),
            next(#", "quantity": "speed""#, 422),
            next("", plan: #"{"budget_flops": 1}"#, 422),
            next("", 404, before: []),
            Scenario(
                .post, "/studies/study-1/next", 400, body: "{", fields: json, template: "/studies/{study}/next",
                before: [study]),
        ] + comparedOnRuns

    private static func compare(_ laws: String, _ more: String, _ status: Int = 200) -> Scenario {
        Scenario(
            .post, "/laws/compare", status,
            body: #"{"laws": [\#(laws)], "plans": [{"budget_flops": 1e21}], "study": "study-1"\#(more)}"#,
            before: [study, runs], isStocked: true)
    }

    private static let comparedOnRuns = [
        compare(#""mine", "hoffmann-2022""#, ""),
        compare(#""mine", "busbridge-2025-refit""#, #", "filter": "kind=supervised""#),
        compare(#""mine", "alone""#, #", "filter": "split=a""#),
        compare(#""mine", "alone""#, #", "filter": "nosuch=1""#, 422),
    ]
}
