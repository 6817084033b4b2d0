import Drawing
import Planning
import ScalingLaws

/// The picture of a frontier: losses over budgets, of supervised training and of distilling in each scenario, with the
/// budgets at which the better way changes.
struct FrontierPicture {
    /// Budgets that a picture shows: eight in each of twelve factors of ten.
    static let mostBudgets = 96

    /// The picture that `request`, a body of `POST /frontier`, asks for.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    static func answer(_ request: JSONValue, _ laws: LawCatalog) throws(Faults) -> PictureAnswer {
        let question = try ObjectReader.read(request) { reader in read(&reader, laws) }
        return PictureAnswer { style in FrontierPicture(question).drawn(style) }
    }

    private static func read(_ reader: inout ObjectReader, _ laws: LawCatalog) -> FrontierQuestion? {
        // The training of a teacher that exists is behind it, and its tokens need not be known.
        let standard: [Scenario] = reader.hasGivenTeacher ? [.bestCase, .teacherInference] : Scenario.allCases
        guard let question = FrontierQuestion.read(&reader, laws, standardScenarios: standard) else { return nil }
        let frontier = question.frontier
        if let sizes = frontier.studentParameters, sizes.count > 1 {
            reader.report("sizes", .tooMany(count: sizes.count, most: 1, what: "sizes of a picture"))
        }
        let budgets = frontier.budgetsFLOPs.count
        if budgets > mostBudgets {
            reader.report("budgets", .tooMany(count: budgets, most: mostBudgets, what: "budgets of a picture"))
        }
        let searches = frontier.count * frontier.problem(at: 0).searches * (question.uncertainty?.draws.count ?? 1)
        let most = PictureQuestion.mostSearches
        if searches > most {
            reader.report("budgets", .tooMany(count: searches, most: most, what: "searches of a picture"))
        }
        return question
    }

    private let question: FrontierQuestion
    /// One for each scenario, or the one of the question's costs.
    private let curves: [Curve]

    /// The plans of one scenario.
    fileprivate struct Curve {
        let name: String
        /// By budget.
        let points: [Point]
        /// Where the better way changes; nil where it was not asked, or no budget pays for anything.
        let crossover: Crossover?
    }

    fileprivate struct Point {
        let problem: PlanningProblem
        let plan: Plan?
        let band: Band?
    }

    /// Intervals over the draws, of the better of their own plans.
    fileprivate struct Band {
        let distilled: ClosedRange<Double>?
        let alone: ClosedRange<Double>?
        let advantage: ClosedRange<Double>?
    }

    private init(_ question: FrontierQuestion) {
        self.question = question
        let count = question.frontier.budgetsFLOPs.count
        curves = (0..<question.frontier.count / count).map { index in
            Self.curve(question, index * count..<(index + 1) * count)
        }
    }

    private static func curve(_ question: FrontierQuestion, _ indices: Range<Int>) -> Curve {
        let points = indices.map { index in
            let problem = question.frontier.problem(at: index)
            return Point(
                problem: problem, plan: try? Planner.plan(problem), band: question.uncertainty.map { Band(problem, $0) }
            )
        }
        let first = question.frontier.problem(at: indices.lowerBound)
        let budgets = question.frontier.budgetsFLOPs
        return Curve(
            name: first.sharedWeights.name, points: points,
            crossover: first.support == .constrain || first.law.distillation == nil
                ? nil : try? Planner.crossover(first, budgetsFLOPs: budgets[0]...budgets[budgets.count - 1]))
    }
}

extension FrontierPicture.Band {
    fileprivate init(_ problem: PlanningProblem, _ asked: UncertaintyRequest) {
        let optimum = Planner.band(of: problem, draws: asked.draws, level: asked.level).optimum
        distilled = optimum.distillation?.lossNats.range
        alone = optimum.supervised?.lossNats.range
        advantage = optimum.lossAdvantageNats?.range
    }
}

extension QuantileInterval {
    fileprivate var range: ClosedRange<Double> { lower...upper }
}

extension ObjectReader {
    /// Whether the field `teacher` is one that exists, or a menu of these.
    fileprivate var hasGivenTeacher: Bool {
        guard case .object(let teacher) = given("teacher") else { return false }
        return teacher.contains { ["loss", "candidates"].contains($0.name) }
    }
}

// MARK: - Drawing

extension FrontierPicture {
    private func drawn(_ style: PictureStyle) -> PictureAnswer.Drawn {
        let picture = Picture(
            title: title, summary: summary, details: details, foot: question.law.foot)
        let plans = curves.flatMap(\.points).compactMap(\.plan)
        return PictureAnswer.Drawn(
            svg: Array(picture.svg(chart, size: style.size, theme: style.theme).utf8),
            evaluations: plans.reduce(0) { $0 + $1.evaluations })
    }

    private var chart: LineChart {
        let losses = LineChart.Panel(
            y: Axis(
                "Student cross-entropy, nats per token", .linear, .decimal, over: lines.flatMap(\.heights),
                padding: 0.06),
            lines: lines, flags: flags({ $0.plan.supervised?.studentLossNats }, hasWords: false), hasNames: true,
            hasZero: false, weight: 2)
        return LineChart(
            x: Axis("Compute budget, FLOPs", .logarithmic, .power, over: question.frontier.budgetsFLOPs),
            panels: [losses] + (advantages.map { [$0] } ?? []), meanings: meanings, blankText: summary)
    }

    /// How much better distilling is; nil where there is nothing to compare.
    private var advantages: LineChart.Panel? {
        let distilled = curves.indices.map { line($0) { $0.advantage } }
        let heights = distilled.flatMap(\.heights)
        guard question.law.set.distillation != nil, !heights.isEmpty else { return nil }
        return LineChart.Panel(
            y: Axis(
                "Advantage over supervised training, nats per token", .linear, .decimal, over: heights + [0],
                padding: 0.1),
            lines: distilled, flags: flags({ _ in 0 }, hasWords: true), hasNames: false, hasZero: true, weight: 1.6)
    }

    /// The scenarios, and supervised training on top of them.
    private var lines: [LineChart.Line] {
        let distilled =
            question.law.set.distillation == nil ? [] : curves.indices.map { line($0) { $0.value(.distillation) } }
        let alone = question.frontier.budgetsFLOPs.indices.map { index in
            // A scenario's plan is absent where the budget does not pay for its teacher.
            curves.lazy.compactMap { $0.points[index].value(.supervised) }.first
        }
        return distilled + [LineChart.Line(name: "supervised", paint: .ink, marker: nil, values: alone)]
    }

    private func line(_ index: Int, _ value: (Point) -> LineChart.Value?) -> LineChart.Line {
        LineChart.Line(
            name: curves[index].name, paint: Paint.series[index % Paint.series.count],
            marker: Marker.allCases[index % Marker.allCases.count], values: curves[index].points.map(value))
    }

    /// A ring for each change, at the height that `place` says, with words or without.
    private func flags(_ place: (Crossover.Change) -> Double?, hasWords: Bool) -> [LineChart.Flag] {
        curves.enumerated().flatMap { index, curve in
            (curve.crossover?.changes ?? []).compactMap { change in
                let budget = Notation.power.text(change.budgetFLOPs)
                let text = "\(curve.name) \(change.better == .supervised ? "until" : "from") \(budget)"
                return place(change).map { height in
                    LineChart.Flag(
                        x: change.budgetFLOPs, y: height, words: hasWords ? (text, budget) : nil,
                        paint: Paint.series[index % Paint.series.count])
                }
            }
        }
    }

    private var meanings: LineChart.Meanings {
        let values = lines.flatMap(\.values).compactMap { $0 }
        let isLoose = values.contains { !$0.isFirm }
        return LineChart.Meanings(
            firm: isLoose && values.contains(where: \.isFirm) ? "plans inside the runs behind the law" : nil,
            loose: isLoose ? "outside them: the law is an extrapolation" : nil,
            band: question.uncertainty.map { "\(NumberText.percent($0.level)) of \($0.draws.count) draws" },
            flag: curves.contains { $0.crossover?.changes.isEmpty == false } ? "where the better way changes" : nil)
    }
}

extension LineChart.Line {
    /// What a vertical axis must have room for.
    fileprivate var heights: [Double] {
        values.compactMap { $0 }.flatMap { [$0.y] + ($0.band.map { [$0.lowerBound, $0.upperBound] } ?? []) }
    }
}

extension FrontierPicture.Point {
    /// The loss of one part of the plan; nil where there is none.
    fileprivate func value(_ part: PlanPart) -> LineChart.Value? {
        guard let plan else { return nil }
        let (loss, band) =
            switch part {
            case .distillation: (plan.distillation?.studentLossNats, band?.distilled)
            case .supervised: (plan.supervised?.studentLossNats, band?.alone)
            }
        return loss.map {
            LineChart.Value(
                x: problem.budgetFLOPs, y: $0, band: band, isFirm: plan.isInsideRuns(part))
        }
    }

    /// How much better the distilled student is; nil where both are not known.
    fileprivate var advantage: LineChart.Value? {
        guard let plan, let nats = plan.lossAdvantageNats else { return nil }
        return LineChart.Value(
            x: problem.budgetFLOPs, y: nats, band: band?.advantage,
            isFirm: plan.isInsideRuns(.distillation) && plan.isInsideRuns(.supervised))
    }
}

extension Plan {
    /// Whether a part is inside the runs behind the law, up to the rounding of logarithms, or nothing is known of them.
    fileprivate func isInsideRuns(_ part: PlanPart) -> Bool { (distanceOutsideRuns(part) ?? 0) <= 1e-9 }
}

// MARK: - Words

extension FrontierPicture {
    private var title: String {
        "Student cross-entropy by compute, \(question.frontier.problem(at: 0).student.parameters.words)"
    }

    /// The verdict: when distilling is the better way.
    private var summary: String {
        let plans = curves.flatMap(\.points).compactMap(\.plan)
        guard !plans.isEmpty else {
            let least = curves.flatMap(\.points).map { Planner.leastBudgetFLOPs($0.problem) }.min()
            return "No budget shown pays for a plan"
                + (least.map { "; the least that does is \(Notation.power.text($0)) FLOPs." } ?? ".")
        }
        guard question.law.set.distillation != nil else {
            return "The law has no distillation part: supervised training only."
        }
        let verdicts = curves.map { ($0.name, verdict($0)) }
        let texts = verdicts.map(\.1).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let items = texts.map { text in
            verdicts.filter { $0.1 == text }.map(\.0).joined(separator: ", ") + " " + text
        }
        return "Distilling beats supervised training: \(items.joined(separator: "; "))."
    }

    private func verdict(_ curve: Curve) -> String {
        guard let crossover = curve.crossover else {
            let known = curve.points.compactMap(\.plan)
            let count = known.count { $0.recommendation == .distill }
            if count == 0 { return "at none" }
            return count == known.count ? "at every budget" : "at \(count) of \(known.count) budgets"
        }
        if crossover.changes.isEmpty { return crossover.startsWithDistilling ? "at every budget" : "at none" }
        return crossover.distillingIsBetter.map { from, until in
            let ends = [from, until].map { $0.map { Notation.power.text($0) } }
            return switch (ends[0], ends[1]) {
            case (let from?, let until?): "from \(from) to \(until) FLOPs"
            case (let from?, nil): "from \(from) FLOPs"
            case (nil, let until?): "until \(until) FLOPs"
            case (nil, nil): "at every budget"
            }
        }.joined(separator: " and ")
    }

    /// What the lines show, for those who do not see them.
    private var details: String {
        let budgets = question.frontier.budgetsFLOPs
        let values = lines.flatMap(\.values).compactMap { $0 }
        let losses = values.map(\.y)
        guard let least = losses.min(), let greatest = losses.max() else { return "" }
        let ends = [budgets[0], budgets[budgets.count - 1]].map { Notation.power.text($0) }
        return "Budgets from \(ends[0]) to \(ends[1]) FLOPs; losses from \(NumberText.loss(least)) to "
            + "\(NumberText.loss(greatest)) nats per token." + extrapolations
    }

    /// How many plans are outside the runs, where that is known.
    private var extrapolations: String {
        let plans = curves.flatMap(\.points).compactMap(\.plan)
        guard plans.contains(where: { $0.distanceOutsideRuns(.supervised) != nil }) else { return "" }
        let values = lines.flatMap(\.values).compactMap { $0 }
        return
            " Of \(values.count) plans, \(values.count { !$0.isFirm }) are outside the runs behind the law, where it is "
            + "an extrapolation."
    }
}

extension Crossover {
    /// The budgets between which distilling is the better way; nil at an end that is beyond those that were looked at.
    fileprivate var distillingIsBetter: [(from: Double?, until: Double?)] {
        var ranges: [(from: Double?, until: Double?)] = startsWithDistilling ? [(nil, nil)] : []
        for change in changes {
            if change.better == .distill {
                ranges.append((change.budgetFLOPs, nil))
            } else if let last = ranges.popLast() {
                ranges.append((last.from, change.budgetFLOPs))
            }
        }
        return ranges
    }
}

extension NamedLaw {
    /// The foot of a picture.
    var foot: String { "Law \(set.name) version \(set.version)" + (alias.map { ", by the alias \($0)" } ?? "") }
}

extension CostWeights {
    /// The scenario, or the weights that are none's, at the end of a line.
    fileprivate var name: String {
        scenario?.rawValue.replacing("_", with: " ").replacing("pretraining inference", with: "pretraining + inference")
            ?? "logits at \(NumberText.short(teacherLogits)), pretraining at \(NumberText.short(teacherPretraining))"
    }
}
