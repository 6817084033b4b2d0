import Fitting
import HTTPServer
import HTTPTypes
import PlannerAPI
import Planning
import ScalingLaws
import Store
import TestSupport
import Testing

/// `POST /studies/{study}/next` on planted studies, beside the library called directly.
@Suite struct `The next runs` {
    private static let path = "/studies/s/next"
    private static let sizes = [1e8, 1e9, 8e9]
    private static let ratios = [10.0, 40, 160]

    private static func body(
        _ more: String = "", plan: String = #"{"budget_flops": 1e23}"#, mostRuns: Int = 4
    ) -> String {
        #"{"budget_flops": 3e21, "plan": \#(plan), "most_runs": \#(mostRuns)\#(more)}"#
    }

    /// How the planted law says that it was fitted.
    private static var fit: FitOptions {
        var fit = FitOptions()
        fit.delta = 1e-3
        return fit
    }

    private static func errors(_ answer: JSONValue) throws -> [Double] {
        try #require(try answer.at("runs").elements).map { try #require(try $0.at("standard_error").double) }
    }

    @Test func `for a supervised loss are those of the library`() throws {
        let planted = try PlantedService()
        let answer = try planted.post(
            Self.path,
            Self.body(
                #", "quantity": "supervised_loss", "protocols": true, "level": 0.5, "#
                    + #""grid": {"student_params": [1e8, 1e9, 8e9], "tokens_per_param": [10, 40, 160]}"#, mostRuns: 20))
        let law = planted.law
        let plan = try Planner.plan(
            PlanningProblem(
                law: law, budgetFLOPs: 1e23, student: StudentLimits(parameters: .all),
                weights: Scenario.teacherPretrainingInference.weights))
        let alone = try #require(plan.supervised)
        var (fit, options) = (Self.fit, DesignOptions())
        fit.level = 0.5
        options.mostRuns = 20
        let expected = try ExperimentDesign.next(
            DesignQuestion(
                candidates: Self.ordered(.fixedRatio(sizes: Self.sizes, tokensPerParameter: Self.ratios)),
                budgetFLOPs: 3e21,
                protocols: [
                    .fixedRatio(sizes: Self.sizes, tokensPerParameter: [20, 80, 320]),
                    .isoFLOP(budgetsFLOPs: [300, 100, 30, 10, 3].map { 3e21 / $0 }, sizes: Self.sizes),
                ]
            ) {
                (try? $0.lossNats(parameters: alone.studentParameters, tokens: alone.studentTokens)) ?? .nan
            },
            law: law.supervised, runs: planted.study.supervisedRuns, sumExponent: .one, fit: fit, options: options)
        #expect(try answer.at("experiments").text == "supervised" && answer.at("status").text == "designed")
        #expect(try answer.at("before", "value").double == alone.studentLossNats)
        // The route asks the loss of a plan, whose logarithms are taken once; the last digits differ.
        #expect(
            relativeError(try answer.at("before", "standard_error").double ?? 0, expected.before.standardError) < 1e-6)
        #expect(relativeError(try answer.at("before", "lower").double ?? 0, expected.before.lower) < 1e-9)
        let runs = try #require(try answer.at("runs").elements)
        #expect(
            try runs.map { [try $0.at("student", "params").double, try $0.at("student", "tokens").double] }
                == expected.runs.map { [$0.experiment.parameters, $0.experiment.tokens] })
        #expect(try runs.map { try $0.at("cost_flops").double } == expected.runs.map(\.costFLOPs))
        for (found, run) in zip(try Self.errors(answer), expected.runs) {
            #expect(relativeError(found, run.after.standardError) < 1e-6)
        }
        #expect(expected.runs.count > 2 && runs.allSatisfy { $0["teacher"] == .null })
        let protocols = try #require(try answer.at("protocols").elements)
        #expect(try protocols.map { try $0.at("name").text } == ["fixed_ratio", "isoflop"])
        for (found, grid) in zip(protocols, expected.protocols) {
            #expect(try found.at("runs").double == Double(grid.candidates.count))
            #expect(relativeError(try found.at("standard_error").double ?? 0, grid.after.standardError) < 1e-6)
        }
        #expect(try answer.at("assumptions", "correlation_from").text == "assumed")
        #expect(try answer.at("assumptions", "scatter").double == expected.scatter)
        #expect(try answer.at("present", "runs").double == 72)
    }

    /// The candidates in the order of a grid: every ratio of a size, then the next size.
    private static func ordered(
        _ grid: ExperimentGrid<SupervisedExperiment>
    ) -> [Candidate<SupervisedExperiment>] {
        grid.candidates.sorted {
            ($0.experiment.parameters, $0.experiment.tokens) < ($1.experiment.parameters, $1.experiment.tokens)
        }
    }

    @Test func `for distilling are those of the library, with the logits of known teachers paid`() throws {
        let planted = try PlantedService()
        let study = planted.study
        let known = planted.teacherParameters.keys.sorted()
        let losses = [known[0], known[4]]
        let asked = losses.map { "\($0)" }.joined(separator: ", ")
        let answer = try planted.post(
            Self.path,
            Self.body(
                #", "quantity": "distillation_loss", "grid": {"teacher_loss": [\#(asked)], "#
                    + #""student_params": [1e8, 1e9], "tokens": [1e10, 1e11]}"#,
                plan: #"{"budget_flops": 1e23, "student": {"params": "2B"}, "scenario": "best_case"}"#, mostRuns: 8))
        let plan = try Planner.plan(
            PlanningProblem(
                law: planted.law, budgetFLOPs: 1e23, studentParameters: 2e9, weights: Scenario.bestCase.weights))
        let distilled = try #require(plan.distillation)
        var candidates: [Candidate<DistillationExperiment>] = []
        for size in [1e8, 1e9] {
            for tokens in [1e10, 1e11] {
                for loss in losses {
                    let teacher = try #require(planted.teacherParameters[loss])
                    candidates.append(
                        try Candidate(
                            DistillationExperiment(
                                studentParameters: size, studentTokens: tokens, teacherLossNats: loss),
                            costFLOPs: 6 * size * tokens + 2 * teacher * tokens))
                }
            }
        }
        var options = DesignOptions()
        options.mostRuns = 8
        let expected = try ExperimentDesign.next(
            DesignQuestion(candidates: candidates, budgetFLOPs: 3e21) { law in
                (try? law.studentLossNats(
                    studentParameters: distilled.studentParameters, studentTokens: distilled.studentTokens,
                    teacherLossNats: distilled.teacher.lossNats, supervised: study.supervised)) ?? .nan
            },
            law: study.distillation, on: study.supervised, runs: study.distillationRuns, fit: Self.fit,
            options: options)
        let runs = try #require(try answer.at("runs").elements)
        #expect(
            try runs.map { try $0.at("teacher", "loss").double } == expected.runs.map(\.experiment.teacherLossNats))
        #expect(
            try runs.map { try $0.at("teacher", "params").double }
                == expected.runs.map { planted.teacherParameters[$0.experiment.teacherLossNats] })
        for (found, run) in zip(runs, expected.runs) {
            #expect(relativeError(try found.at("cost_flops").double ?? 0, run.costFLOPs) < 1e-12)
            #expect(relativeError(try found.at("standard_error").double ?? 0, run.after.standardError) < 1e-6)
        }
        #expect(expected.runs.count > 2 && runs.count == expected.runs.count)
        #expect(try answer.at("assumptions", "correlation_from").text == "residuals")
        #expect(try answer.at("assumptions", "correlation").double == expected.correlation)
        #expect(try Self.warnings(answer).contains("supervised_law_held"))
        #expect(try !Self.warnings(answer).contains("teacher_cost_unknown"))
    }

    private static func warnings(_ answer: JSONValue) throws -> [String] {
        try #require(try answer.at("warnings").elements).compactMap { $0["code"]?.text }
    }

    @Test func `are for what the plan recommends, by the law that was fitted last, and the same at every call`() throws
    {
        let planted = try PlantedService()
        let answer = try planted.post(Self.path, Self.body())
        let plan = try planted.post("/plan", #"{"budget_flops": 1e23, "law": "sweep@1"}"#)
        let isDistilled = try plan.at("recommendation").text == "distill"
        #expect(try answer.at("quantity").text == (isDistilled ? "distillation_loss" : "supervised_loss"))
        #expect(try answer.at("law", "name").text == "sweep" && answer.at("plan", "answer", "recommendation") != .null)
        let part = isDistilled ? "distillation" : "supervised"
        #expect(try answer.at("before", "value").double == plan.at(part, "student", "loss").double)
        #expect(try !Self.warnings(answer).contains("runs_changed") && !Self.warnings(answer).contains("other_law"))
        let errors = try Self.errors(answer)
        #expect(zip(errors, errors.dropFirst()).allSatisfy { $0 >= $1 } && !errors.isEmpty)
        #expect(try answer.at("after", "standard_error").double == errors.last)
        let again = planted.planted.send(.post, Self.path, Self.body())
        #expect(again.bytes == planted.planted.send(.post, Self.path, Self.body()).bytes)
        // The last of the laws is another one now.
        let store = planted.service.store
        _ = try store.addLaw(
            CoefficientSet(planted.study, name: "a-later-one", provenance: planted.law.provenance))
        #expect(try planted.post(Self.path, Self.body()).at("law", "name").text == "a-later-one")
    }

    @Test func `do not count excluded runs, and say that the law knew others`() throws {
        let planted = try PlantedService()
        let question = Self.body(#", "quantity": "supervised_loss""#)
        let before = try planted.post(Self.path, question)
        try #require(
            planted.planted.send(.patch, "/studies/s/runs/5", #"{"excluded": true, "excluded_reason": "diverged"}"#)
                .status == 200)
        let after = try planted.post(Self.path, question)
        #expect(try before.at("present", "runs").double == 72 && after.at("present", "runs").double == 71)
        #expect(try Self.warnings(after).contains("runs_changed") && !Self.warnings(before).contains("runs_changed"))
        let filtered = try planted.post(
            Self.path, Self.body(#", "quantity": "supervised_loss", "filter": "params_max=1e9""#))
        #expect(try filtered.at("present", "runs").double ?? 99 < 71)
        #expect(try !Self.warnings(filtered).contains("runs_changed"))
        #expect(try filtered.at("present", "filter").text == "params_max=1000000000")
    }

    @Test func `of a budget for none are none`() throws {
        let planted = try PlantedService()
        let answer = try planted.post(
            Self.path, #"{"budget_flops": 1e9, "plan": {"budget_flops": 1e23}, "quantity": "supervised_loss"}"#)
        #expect(try answer.at("status").text == "budget_too_small" && answer.at("runs") == .array([]))
        #expect(try answer.at("after") == answer.at("before"))
    }

    @Test func `are refused with every fault at its place`() throws {
        let planted = try PlantedService()
        let refused = planted.planted.send(
            .post, Self.path,
            #"{"plan": {"budget_flops": -1, "law": "x", "students": []}, "filter": "loss_min=a", "quantity": "speed", "#
                + #""grid": {"tokens": 1e10, "tokens_per_param": [20], "student_params": [2, 1], "size": 1}, "#
                + #""level": 2, "most_runs": 0, "protocols": 1, "speed": 1}"#)
        let places = try refused.json().at("errors").elements?.compactMap { $0["pointer"]?.text } ?? []
        #expect(
            Set(places) == [
                "/budget_flops", "/plan/law", "/plan/students", "/filter", "/quantity", "/grid/tokens_per_param",
                "/grid/student_params/0", "/grid/student_params/1", "/grid/size", "/level", "/most_runs", "/protocols",
                "/speed",
            ])
        let plan = planted.planted.send(
            .post, Self.path,
            #"{"budget_flops": 1e21, "law": "nobody", "plan": {"budget_flops": -1, "student": {"parms": 1}}}"#)
        #expect(
            try plan.json().at("errors").elements?.compactMap { $0["pointer"]?.text }
                == ["/law", "/plan/budget_flops", "/plan/student/parms"])
    }

    @Test(arguments: [
        (
            #"{"budget_flops": 1e21, "plan": {"budget_flops": 1e23}, "quantity": "supervised_loss", "most_runs": 1000, "#
                + #""grid": {"student_params": {"min": 1e8, "max": 1e10, "points": 100}, "#
                + #""tokens": {"min": 1e9, "max": 1e12, "points": 11}}}"#,
            "/most_runs"
        ),
        (
            #"{"budget_flops": 1e21, "plan": {"budget_flops": 1e23}, "quantity": "supervised_loss", "grid": {"teacher_loss": 2}}"#,
            "/grid/teacher_loss"
        ),
        (
            #"{"budget_flops": 1e21, "plan": {"budget_flops": 1e23}, "law": "hoffmann-2022", "quantity": "loss_advantage"}"#,
            "/quantity"
        ),
        (
            #"{"budget_flops": 1e21, "plan": {"budget_flops": 1e23}, "grid": {"student_params": {"min": 1e8, "max": 1e10, "points": 300}, "tokens": {"min": 1e9, "max": 1e12, "points": 300}}}"#,
            "/grid"
        ),
        (
            #"{"budget_flops": 1e21, "plan": {"budget_flops": 1e23}, "grid": {"student_params": 1e16, "tokens_per_param": 20}}"#,
            "/grid/tokens_per_param"
        ),
    ])
    func `are refused where the grid and the law do not go together`(body: String, pointer: String) throws {
        let refused = try PlantedService().planted.send(.post, Self.path, body)
        #expect(refused.status == 422)
        #expect(try refused.json().at("errors").elements?.compactMap { $0["pointer"]?.text } == [pointer])
    }

    @Test func `need a study, a law and runs that tell it`() throws {
        let planted = try PlantedService()
        #expect(planted.planted.send(.post, "/studies/t/next", Self.body()).status == 404)
        try planted.planted.make("t")
        let lawless = planted.planted.send(.post, "/studies/t/next", Self.body())
        #expect(
            try lawless.errors().contains { $0.hasPrefix("/law: is required: no law was fitted to this study yet") })
        let runless = planted.planted.send(.post, "/studies/t/next", Self.body(#", "law": "sweep""#))
        #expect(runless.status == 422)
        #expect(try runless.json().at("type").text == "urn:distill-planner:unidentified-law")
        let least = try #require(planted.study.supervisedRuns.map(\.lossNats).min())
        let high = try SupervisedLaw(E: least, A: 482, B: 2085, alpha: 0.348, beta: 0.366, gamma: 1)
        _ = try planted.service.store.addLaw(planted.law.with(supervised: high, name: "high"))
        let floor = planted.planted.send(
            .post, Self.path, Self.body(#", "law": "high", "quantity": "supervised_loss""#))
        #expect(floor.status == 422)
        #expect(try floor.json().at("detail").text?.contains("it does not describe these runs") == true)
        let budget = planted.planted.send(.post, Self.path, Self.body(plan: #"{"budget_flops": 1}"#))
        #expect(try budget.json().at("type").text == "urn:distill-planner:budget-too-small")
    }

    /// A law that the program itself fitted says how, and its own runs are the present ones.
    @Test func `of a law that was fitted here need nothing else said`() throws {
        let planted = try PlantedService()
        let store = planted.service.store
        _ = try FitQuestion(
            [
                "law": "supervised", "name": "own", "gamma": "one", "delta": "1e-3", "starts": "4", "bootstrap": .null,
                "profiles": .bool(false), "leave_one_out": .bool(false), "filter": "params_max=2e9",
            ], study: "s", store, calling: { $0 }
        ).answer(workers: 1, isKept: true) { _, _, _, _ in }
        let answer = try planted.post(Self.path, Self.body())
        #expect(try answer.at("law", "name").text == "own" && answer.at("quantity").text == "supervised_loss")
        #expect(try answer.at("present", "filter").text == "params_max=2000000000")
        #expect(try answer.at("assumptions", "gamma").text == "one" && answer.at("assumptions", "delta").double == 1e-3)
        #expect(try Self.warnings(answer).allSatisfy { $0 == "extrapolation" })
    }
}
