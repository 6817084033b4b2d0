import Planning
public import Records
public import ScalingLaws
public import Store

/// Two laws side by side: how they differ themselves, and what each answers to the same questions.
public struct LawComparison: Sendable {
    private let laws: [NamedLaw]
    private let plans: [PlanComparison]
    /// The laws beside the runs of a study, where one was named.
    private let runs: RunComparison?
    /// The study that is named, and which of its runs.
    private let asked: (study: String, filter: RunFilter)?

    /// Questions that can be asked at once.
    static let mostPlans = 100

    /// The comparison of the laws `one` and `other` on ordinary questions.
    ///
    /// - Throws: ``PlanQuestionError`` where one is unknown.
    public static func standard(
        _ one: String, _ other: String, laws: LawCatalog
    ) throws(PlanQuestionError) -> LawComparison {
        do {
            return try LawComparison(names(one, other), laws: laws, accelerators: .builtIn)
        } catch {
            throw PlanQuestionError(isMalformed: true, error)
        }
    }

    /// The comparison of the laws `one` and `other` on ordinary questions, and on the runs of `study` that `filter`
    /// selects.
    ///
    /// - Throws: ``PlanQuestionError`` where one is unknown, or the filter or the runs are wrong; `StudyMissing`,
    ///   `DatabaseError`.
    public static func standard(
        _ one: String, _ other: String, study: String, filter: RunFilter, _ store: PlannerStore
    ) throws -> LawComparison {
        do {
            return try LawComparison(names(one, other), laws: store.currentLaws(), accelerators: .builtIn)
                .with(study: study, filter: filter, store)
        } catch let faults as Faults {
            throw PlanQuestionError(isMalformed: true, faults)
        } catch let refusal as FitData.Refusal {
            throw PlanQuestionError(isMalformed: false, lines: [refusal.text])
        }
    }

    private static func names(_ one: String, _ other: String) -> JSONValue {
        ["laws": .array([.string(one), .string(other)])]
    }

    /// The comparison that a body of `POST /laws/compare` asks for, on the runs of a study too where it names one.
    ///
    /// - Throws: ``Faults``, ``Problem`` where the runs cannot be compared with; `DatabaseError`.
    init(_ body: JSONValue, _ store: PlannerStore, accelerators: AcceleratorTable) throws {
        let comparison = try LawComparison(body, laws: store.currentLaws(), accelerators: accelerators)
        guard let (study, filter) = comparison.asked else {
            self = comparison
            return
        }
        do {
            self = try comparison.with(study: study, filter: filter, store)
        } catch let missing as StudyMissing {
            let known = try store.studies().map(\.study.id)
            throw Faults([Fault("/study", .unknownName(text: missing.id, known: known))])
        } catch let refusal as FitData.Refusal {
            throw Problem(refusal)
        }
    }

    private func with(study: String, filter: RunFilter, _ store: PlannerStore) throws -> LawComparison {
        LawComparison(
            laws: laws, plans: plans, asked: asked,
            runs: try RunComparison(laws.map(\.set), study: study, filter: filter, store))
    }

    private init(
        laws: [NamedLaw], plans: [PlanComparison], asked: (study: String, filter: RunFilter)?, runs: RunComparison?
    ) {
        self.laws = laws
        self.plans = plans
        self.asked = asked
        self.runs = runs
    }

    /// The comparison that a body of `POST /laws/compare` asks for.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    init(_ body: JSONValue, laws catalog: LawCatalog, accelerators: AcceleratorTable) throws(Faults) {
        let (laws, asked, study) = try ObjectReader.read(body) { reader in Self.read(&reader, catalog) }
        let questions = asked ?? Self.standardQuestions(haveTeachers: laws.allSatisfy { $0.set.distillation != nil })
        var faults: [Fault] = []
        var plans: [PlanComparison] = []
        for (index, question) in questions.enumerated() {
            var answers: [PlanQuery] = []
            for law in laws {
                do throws(Faults) {
                    answers.append(
                        try PlanRequest.query(
                            question.under(law.set.reference.text), catalog: catalog, accelerators: accelerators))
                } catch {
                    faults += error.list.map { $0.below("/plans/\(index)") }
                }
            }
            plans.append(PlanComparison(question: question, queries: answers))
        }
        // Both laws find the same faults in most questions.
        var seen: Set<Fault> = []
        guard faults.isEmpty else { throw Faults(faults.filter { seen.insert($0).inserted }) }
        self.init(laws: laws, plans: plans, asked: study, runs: nil)
    }

    private static func read(
        _ reader: inout ObjectReader, _ catalog: LawCatalog
    ) -> (laws: [NamedLaw], plans: [JSONValue]?, runs: (study: String, filter: RunFilter)?)? {
        let laws = laws(&reader, catalog)
        var plans: [JSONValue]?
        if case .array(let elements) = reader.peek("plans") {
            plans = elements
            if !(1...mostPlans).contains(elements.count) { reader.report("plans", .count(most: mostPlans)) }
            for (index, element) in elements.enumerated() {
                _ = PlanRequest.checkPart(element, at: "plans/\(index)", lawFrom: "laws", &reader)
            }
        } else if let other = reader.peek("plans") {
            reader.report("plans", .wrongType(expected: "an array", found: other.typeName))
        }
        _ = reader.take("plans")
        let study = reader.string("study")
        let filter = reader.filter("filter")
        if reader.wasGiven("filter"), !reader.wasGiven("study") {
            reader.report("filter", .needs(reader.pointer(to: "study")))
        }
        return laws.map { ($0, plans, study.flatMap { study in filter.map { (study, $0) } }) }
    }

    private static func laws(_ reader: inout ObjectReader, _ catalog: LawCatalog) -> [NamedLaw]? {
        guard reader.has("laws") else {
            reader.report("laws", .missing(expected: "an array of the names of two laws"))
            return nil
        }
        guard case .array(let elements) = reader.take("laws"), elements.count == 2 else {
            reader.report("laws", .wrongType(expected: "an array of the names of two laws", found: "something else"))
            return nil
        }
        let laws = elements.enumerated().compactMap { index, element -> NamedLaw? in
            guard case .string(let name) = element else {
                reader.report(path: "laws/\(index)", .wrongType(expected: "a string", found: element.typeName))
                return nil
            }
            guard let law = catalog.resolve(name) else {
                let known = catalog.names + catalog.aliases.map(\.name)
                reader.report(path: "laws/\(index)", .unknownName(text: name, known: known))
                return nil
            }
            return NamedLaw(set: law.set, alias: law.alias)
        }
        return laws.count == 2 ? laws : nil
    }

    /// Three sizes at three budgets in the scenarios of a team that has no teacher and of one that has.
    private static func standardQuestions(haveTeachers: Bool) -> [JSONValue] {
        let scenarios: [JSONValue?] = haveTeachers ? ["teacher_pretraining_inference", "teacher_inference"] : [nil]
        return scenarios.flatMap { scenario in
            ["300M", "1B", "3B"].flatMap { size in
                [1e20, 1e22, 1e24].map { budget in
                    let members: [JSONValue.Member?] = [
                        .init("budget_flops", .number(budget)), .init("student", ["params": .string(size)]),
                        scenario.map { .init("scenario", $0) },
                    ]
                    return .object(members.compactMap { $0 })
                }
            }
        }
    }

    /// The answer to `POST /laws/compare`.
    public var jsonBytes: [UInt8] { jsonBytes(SolverMeter { .now }) }

    /// The same answer, the cost of whose plans `meter` takes note of.
    func jsonBytes(_ meter: SolverMeter) -> [UInt8] {
        JSONText.bytes { text in
            text.object { text in
                text.member("laws") {
                    $0.array(laws) { text, law in
                        text.value(law.json)
                    }
                }
                text.object("same") { text in
                    text.member("corpus") { $0.value(laws[0].set.corpus == laws[1].set.corpus) }
                    text.member("parameter_counting") {
                        $0.value(laws[0].set.parameterCounting == laws[1].set.parameterCounting)
                    }
                    text.member("flops") { $0.value(laws[0].set.cost == laws[1].set.cost) }
                }
                text.member("coefficients") {
                    $0.array(differingCoefficients) { text, coefficient in
                        text.object { text in
                            text.member("coefficient", coefficient.rawValue)
                            text.member("values") {
                                $0.array(laws) { text, law in
                                    law.set[coefficient].map { text.value($0) } ?? text.null()
                                }
                            }
                        }
                    }
                }
                text.member("plans") { $0.array(plans) { $1.write(&$0, meter) } }
                if let runs { text.member("runs", runs.json) }
            }
        }
    }

    private var differingCoefficients: [Coefficient] {
        Coefficient.allCases.filter { laws[0].set[$0] != laws[1].set[$0] }
    }
}

/// One question with the answers of two laws.
private struct PlanComparison: Sendable {
    let question: JSONValue
    /// The question to each law, in their order.
    let queries: [PlanQuery]

    func write(_ text: inout JSONText, _ meter: SolverMeter) {
        let answers = queries.map { query in (query: query, answer: Result { try query.answerOrProblem(meter) }) }
        let plans = answers.map { try? $0.answer.get().plan }
        text.object { text in
            text.member("question", question)
            text.member("answers") { text in
                text.array(answers) { text, pair in
                    switch pair.answer {
                    case .success(.single(let report)): report.plan.writeSummary(&text)
                    case .success(.family): text.null()
                    case .failure(let error):
                        text.object { $0.member("problem", (error as? Problem)?.detail) }
                    }
                }
            }
            text.member("difference") { text in
                guard let one = plans[0], let other = plans[1] else { return text.null() }
                PlanDifference(one: one, other: other).write(&text)
            }
        }
    }
}

/// How the second of two answers differs from the first.
private struct PlanDifference {
    let one: Plan
    let other: Plan

    func write(_ text: inout JSONText) {
        text.object { text in
            text.member("same_recommendation") { $0.value(one.recommendation == other.recommendation) }
            text.member("distillation_loss", difference { $0.distillation?.studentLossNats })
            text.member("supervised_loss", difference { $0.supervised?.studentLossNats })
            text.member("student_tokens_ratio", ratio { $0.distillation?.studentTokens })
            text.member("teacher_params_ratio", ratio { $0.distillation?.teacher.parameters })
            text.member("teacher_tokens_ratio", ratio { $0.distillation?.teacher.tokens })
            // What it costs to follow one law where the other holds.
            text.member("regret_of_first_under_second", regret(of: one, under: other))
            text.member("regret_of_second_under_first", regret(of: other, under: one))
        }
    }

    /// Losses on other data, or of sizes that are counted otherwise, cannot be set against each other.
    private func regret(of plan: Plan, under other: Plan) -> Double? {
        let (law, rival) = (plan.problem.law, other.problem.law)
        guard law.corpus == rival.corpus, law.parameterCounting == rival.parameterCounting else { return nil }
        return Planner.regretNats(of: plan, under: rival)
    }

    private func difference(_ value: (Plan) -> Double?) -> Double? {
        value(one).flatMap { first in value(other).map { $0 - first } }
    }

    private func ratio(_ value: (Plan) -> Double?) -> Double? {
        value(one).flatMap { first in value(other).map { $0 / first } }
    }
}

extension Plan {
    /// The verdict, the losses and the allocation.
    func writeSummary(_ text: inout JSONText) {
        text.object { text in
            text.member("recommendation", recommendation?.rawValue)
            text.member("loss_advantage", lossAdvantageNats)
            text.member("distillation") { text in
                guard let distillation else { return text.null() }
                text.object { text in
                    text.member("student_params", distillation.studentParameters)
                    text.member("student_tokens", distillation.studentTokens)
                    text.member("student_loss", distillation.studentLossNats)
                    text.member("teacher_name", distillation.teacher.name)
                    text.member("teacher_params", distillation.teacher.parameters)
                    text.member("teacher_tokens", distillation.teacher.tokens)
                    text.member("teacher_loss", distillation.teacher.lossNats)
                }
            }
            text.member("supervised") { text in
                guard let supervised else { return text.null() }
                text.object { text in
                    text.member("student_params", supervised.studentParameters)
                    text.member("student_tokens", supervised.studentTokens)
                    text.member("student_loss", supervised.studentLossNats)
                }
            }
        }
    }
}

extension PlanAnswer {
    /// The plan of one student; nil of a family.
    fileprivate var plan: Plan? {
        guard case .single(let report) = self else { return nil }
        return report.plan
    }
}

extension NamedLaw {
    fileprivate var json: JSONValue {
        let own: [JSONValue.Member] = [.init("name", .string(set.name)), .init("version", .number(set.version))]
        return .object(own + [alias.map { .init("alias", .string($0)) }].compactMap { $0 })
    }
}
