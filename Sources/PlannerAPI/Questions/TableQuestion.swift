import Planning
import ScalingLaws

/// A question whose answer is a table.
public enum TableQuestion: String, CaseIterable, Sendable {
    /// What the laws say of settled students and teachers.
    case predict
    /// Plans over budgets, sizes and scenarios.
    case frontier
    /// Where supervised training catches up.
    case crossover
    /// The student's loss over two variables.
    case map

    /// The table that `request`, a body of the operation of this name, asks for under one of `laws`.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    func table(_ request: JSONValue, _ laws: LawCatalog) throws(Faults) -> TableAnswer {
        switch self {
        case .predict: try PredictQuestion.table(request, laws)
        case .frontier: try FrontierQuestion.table(request, laws)
        case .crossover: try CrossoverQuestion.table(request, laws)
        case .map: try MapQuestion.table(request, laws)
        }
    }
}
