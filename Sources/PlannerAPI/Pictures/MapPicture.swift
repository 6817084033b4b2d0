import Drawing
import Planning
import ScalingLaws

/// The picture of a map: the advantage of distilling, or the student's loss, over two variables.
struct MapPicture {
    /// Cells that a picture shows.
    static let mostCells = 10_000

    /// The picture that `request`, a body of `POST /map`, asks for.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    static func answer(_ request: JSONValue, _ laws: LawCatalog) throws(Faults) -> PictureAnswer {
        let question = try ObjectReader.read(request) { reader in read(&reader, laws) }
        return PictureAnswer { style in MapPicture(question.law, question.map).drawn(style) }
    }

    private static func read(_ reader: inout ObjectReader, _ laws: LawCatalog) -> (law: NamedLaw, map: LossMap)? {
        guard let question = MapQuestion.read(&reader, laws) else { return nil }
        let count = question.map.x.values.count * question.map.y.values.count
        if count > mostCells {
            reader.report("y", .tooMany(count: count, most: mostCells, what: "cells of a picture"))
        }
        let (searches, most) = (count * question.map.template.searches, PictureQuestion.mostSearches)
        if searches > most {
            reader.report("y", .tooMany(count: searches, most: most, what: "searches of a picture"))
        }
        return question
    }

    private let law: NamedLaw
    private let map: LossMap
    /// By row and column.
    private let plans: [[Plan?]]
    private let ridge: [(y: Double, plan: Plan)?]

    private init(_ law: NamedLaw, _ map: LossMap) {
        self.law = law
        self.map = map
        plans = map.y.values.indices.map { row in map.x.values.indices.map { map.plan(x: $0, y: row) } }
        ridge = map.x.values.indices.map { map.ridge(x: $0) }
    }
}

// MARK: - Drawing

extension MapPicture {
    private func drawn(_ style: PictureStyle) -> PictureAnswer.Drawn {
        let picture = Picture(
            title: title(style.shows), summary: summary(style.shows), details: details, foot: law.foot)
        let all = plans.joined().compactMap { $0 } + ridge.compactMap { $0?.plan }
        return PictureAnswer.Drawn(
            svg: Array(picture.svg(chart(style.shows), size: style.size, theme: style.theme).utf8),
            evaluations: all.reduce(0) { $0 + $1.evaluations })
    }

    private func chart(_ quantity: PictureStyle.Quantity) -> HeatMap {
        HeatMap(
            x: (map.x.drawn, map.x.values), y: (map.y.drawn, map.y.values),
            kind: quantity == .advantage ? .difference : .amount,
            values: plans.map { $0.map { $0.flatMap(quantity.value) } },
            depths: plans.map { $0.map { $0?.distanceOutsideRuns(.distillation).map { -$0 } } },
            ridge: zip(map.x.values, ridge).map { x, best in best.map { (x, $0.y) } },
            key: key(quantity))
    }

    private func key(_ quantity: PictureStyle.Quantity) -> HeatMap.Key {
        HeatMap.Key(
            title: quantity.title, low: quantity == .advantage ? "← supervised training is better" : "← lower",
            high: quantity == .advantage ? "distilling is better →" : "higher →", zero: "no difference",
            blank: "no budget for a plan", inside: "edge of the runs behind the law",
            ridge: "best \(map.y.variable.noun)")
    }
}

extension PictureStyle.Quantity {
    fileprivate func value(_ plan: Plan) -> Double? {
        switch self {
        case .advantage: plan.lossAdvantageNats
        case .studentLoss: plan.distillation?.studentLossNats
        }
    }

    fileprivate var title: String {
        switch self {
        case .advantage: "Supervised less distilled cross-entropy, nats per token"
        case .studentLoss: "Distilled student's cross-entropy, nats per token"
        }
    }
}

extension LossMap.Axis {
    fileprivate var drawn: Axis {
        switch variable {
        case .budget: Axis("Compute budget, FLOPs", .logarithmic, .power, over: values)
        case .teacherLossNats: Axis("Teacher cross-entropy, nats per token", .linear, .decimal, over: values)
        case .studentParameters, .studentTokens, .teacherParameters, .teacherTokens:
            Axis(variable.noun.prefix(1).uppercased() + variable.noun.dropFirst(), .logarithmic, .count, over: values)
        }
    }
}

extension LossMap.Variable {
    fileprivate var noun: String {
        switch self {
        case .budget: "compute budget"
        case .studentParameters: "student parameters"
        case .studentTokens: "student tokens"
        case .teacherParameters: "teacher parameters"
        case .teacherTokens: "teacher tokens"
        case .teacherLossNats: "teacher cross-entropy"
        }
    }

    fileprivate func text(_ value: Double) -> String {
        switch self {
        case .budget: "\(Notation.power.text(value)) FLOPs"
        case .teacherLossNats: NumberText.loss(value)
        case .studentParameters, .studentTokens, .teacherParameters, .teacherTokens: Notation.count.text(value)
        }
    }
}

// MARK: - Words

extension MapPicture {
    private func title(_ quantity: PictureStyle.Quantity) -> String {
        let what = quantity == .advantage ? "Advantage of distilling" : "Distilled student's cross-entropy"
        let axes = [map.x.variable, map.y.variable]
        let student = axes.contains(.studentParameters) ? "" : ", \(map.template.student.parameters.words)"
        return "\(what) by \(axes[0].noun) and \(axes[1].noun)\(student)"
    }

    private func summary(_ quantity: PictureStyle.Quantity) -> String {
        let cells = plans.enumerated().flatMap { row, plans in
            plans.enumerated().compactMap { column, plan in
                plan.flatMap(quantity.value).map { (value: $0, x: map.x.values[column], y: map.y.values[row]) }
            }
        }
        let best = cells.max { quantity == .advantage ? $0.value < $1.value : $0.value > $1.value }
        guard let best else { return "The budget pays for no plan shown." }
        let place =
            "\(map.x.variable.noun) \(map.x.variable.text(best.x)), \(map.y.variable.noun) "
            + map.y.variable.text(best.y)
        switch quantity {
        case .studentLoss: return "Least loss \(NumberText.loss(best.value)) nats per token, at \(place)."
        case .advantage:
            guard best.value > 0 else { return "Supervised training is better everywhere on this map." }
            let share = Double(cells.count { $0.value > 0 }) / Double(cells.count)
            return "Distilling is better on \(NumberText.percent(share)) of this map, by "
                + "\(NumberText.loss(best.value)) nats per token at most, at \(place)."
        }
    }

    /// What the map shows, for those who do not see it.
    private var details: String {
        let ends = [map.x, map.y].map { axis in
            "\(axis.variable.noun) from \(axis.variable.text(axis.values[0])) to "
                + axis.variable.text(axis.values[axis.values.count - 1])
        }
        let known = plans.joined().compactMap { $0?.distanceOutsideRuns(.distillation) }
        let inside = known.count { $0 <= 1e-9 }
        let axes = "\(ends[0].prefix(1).uppercased() + ends[0].dropFirst()), \(ends[1])."
        guard !known.isEmpty else { return axes }
        return axes
            + " Of \(known.count) plans, \(inside) are inside the runs behind the law; beyond it is an extrapolation."
    }
}
