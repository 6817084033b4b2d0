import Planning
import ScalingLaws

/// `POST /map`: the student's loss over a grid of two variables, with the best of the second for each of the first.
enum MapQuestion {
    static func table(_ request: JSONValue, _ laws: LawCatalog) throws(Faults) -> TableAnswer {
        let (law, map) = try ObjectReader.read(request) { reader in read(&reader, laws) }
        let (columns, rows) = (map.x.values.count, map.y.values.count)
        // The ridge comes after the cells: a row for each value of the first variable.
        return TableAnswer(
            law: law, name: "cells", columns: names(map), count: columns * rows + columns
        ) { index in
            let (row, column) = index.quotientAndRemainder(dividingBy: columns)
            let x = map.x.values[column]
            if row < rows { return self.row("cell", x, map.y.values[row], map.plan(x: column, y: row)) }
            let ridge = map.ridge(x: column)
            return self.row("ridge", x, ridge?.y, ridge?.plan)
        }
    }

    /// Reads the question; nil where a fault is reported.
    static func read(_ reader: inout ObjectReader, _ laws: LawCatalog) -> (law: NamedLaw, map: LossMap)? {
        let named = PlanRequest.law(&reader, laws)
        let law = named?.set
        reader.refuse(["uncertainty"])
        if let law, law.distillation == nil { reader.report("law", .lawWithoutDistillation(law: law.name)) }
        let (x, y) = (axis("x", &reader, law), axis("y", &reader, law))
        let budget = reader.number("budget_flops", in: PlanningProblem.budgetDomain)
        let template = PlanRequest.problem(
            &reader, law, budgetFLOPs: budget ?? PlanningProblem.budgetDomain.upper,
            standard: budget == nil ? .bestCase : .standard)
        guard let named, let template, let x, let y, template.law.distillation != nil else { return nil }
        if x.variable == y.variable {
            reader.report(path: "y/variable", .nameTaken(text: y.variable.rawValue))
            return nil
        }
        if x.values.count * y.values.count > LossMap.mostCells {
            let count = x.values.count * y.values.count
            reader.report("y", .tooMany(count: count, most: LossMap.mostCells, what: "cells"))
            return nil
        }
        if case .given = template.teacher {
            for (name, axis) in [("x", x), ("y", y)]
            where [.teacherParameters, .teacherTokens].contains(axis.variable) {
                reader.report(path: name + "/variable", .excludes(reader.pointer(to: "teacher")))
                return nil
            }
        }
        guard isPriced(template, [x.variable, y.variable], &reader) else { return nil }
        return (named, LossMap(template: template, x: x, y: y))
    }

    /// Whether the costs of a teacher whose loss varies can be told; reports what is missing.
    private static func isPriced(
        _ template: PlanningProblem, _ axes: [LossMap.Variable], _ reader: inout ObjectReader
    ) -> Bool {
        guard axes.contains(.teacherLossNats), case .trained(let sizes, let counts) = template.teacher else {
            return true
        }
        if template.weights != Scenario.bestCase.weights, !sizes.isFixed, !axes.contains(.teacherParameters) {
            reader.report(path: "teacher/params", .missing(expected: "the budget pays for what depends on it"))
            return false
        }
        if template.weights.teacherPretraining > 0, !counts.isFixed, !axes.contains(.teacherTokens) {
            reader.report(path: "teacher/tokens", .missing(expected: "the budget pays for the teacher's training"))
            return false
        }
        return true
    }

    private static func axis(
        _ name: String, _ reader: inout ObjectReader, _ law: CoefficientSet?
    ) -> LossMap.Axis? {
        guard reader.has(name) else {
            reader.report(name, .missing(expected: "an axis: {\"variable\": \"student.tokens\", \"values\": ..}"))
            return nil
        }
        return reader.object(name) { fields in
            var variable: LossMap.Variable?
            if fields.has("variable") {
                variable = fields.choice("variable", as: LossMap.Variable.self)
            } else {
                fields.report("variable", .missing(expected: "what stands along the axis"))
            }
            let domain: Domain =
                switch variable {
                case .budget: PlanningProblem.budgetDomain
                case .teacherLossNats: law.map(GivenTeacher.lossDomain) ?? DistillationLaw.lossDomain
                default: .count
                }
            let values = fields.grid("values", in: domain, most: 10_000)
            if !fields.wasGiven("values") {
                fields.report("values", .missing(expected: ObjectReader.gridForms))
            }
            guard let variable, let values else { return nil }
            return LossMap.Axis(variable, values)
        }
    }

    private static func names(_ map: LossMap) -> [String] {
        [
            "part", map.x.variable.rawValue, map.y.variable.rawValue, "student_loss", "supervised_loss",
            "loss_advantage", "teacher_loss", "flops_total",
        ]
    }

    private static func row(_ part: String, _ x: Double, _ y: Double?, _ plan: Plan?) -> TableAnswer.Row {
        let cells: [TableAnswer.Cell] = [
            .text(part), .number(x), .number(y), .number(plan?.distillation?.studentLossNats),
            .number(plan?.supervised?.studentLossNats), .number(plan?.lossAdvantageNats),
            .number(plan?.distillation?.teacher.lossNats), .number(plan?.distillation?.compute.total),
        ]
        return TableAnswer.Row(cells, evaluations: plan?.evaluations ?? 0)
    }
}
