public import ScalingLaws

/// A question whose answer can be drawn.
public enum PictureQuestion: String, CaseIterable, Sendable {
    /// Losses over budgets.
    case frontier
    /// An advantage, or a loss, over two variables.
    case map

    /// The same question for a table.
    public var table: TableQuestion {
        switch self {
        case .frontier: .frontier
        case .map: .map
        }
    }

    /// The picture that `request`, a body of the operation of this name, asks for under one of `laws`.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    func picture(_ request: JSONValue, _ laws: LawCatalog) throws(Faults) -> PictureAnswer {
        switch self {
        case .frontier: try FrontierPicture.answer(request, laws)
        case .map: try MapPicture.answer(request, laws)
        }
    }

    /// Searches that a picture may take, as many as one plan: it is worked out as a whole, within a handler's deadline.
    static let mostSearches = UncertaintyRequest.mostSearches
}

/// An answer that is drawn as a whole.
struct PictureAnswer: Sendable {
    /// A picture, and what it took.
    struct Drawn {
        let svg: [UInt8]
        /// The evaluations that the certificates of its plans state.
        let evaluations: Int
    }

    /// Works the picture out.
    let draw: @Sendable (PictureStyle) -> Drawn
}

extension PlanQuestion {
    /// The SVG that `request`, a body of the operation `question`, asks for under one of `laws`.
    ///
    /// - Parameters:
    ///   - question: what is drawn.
    ///   - request: the question.
    ///   - style: an object of `theme`, `width`, `height` and, for a map, `show`.
    ///   - laws: the laws that can be asked for.
    /// - Throws: ``PlanQuestionError``.
    public static func picture(
        _ question: PictureQuestion, _ request: JSONValue, style: JSONValue, laws: LawCatalog
    ) throws(PlanQuestionError) -> [UInt8] {
        do {
            let style = try PictureStyle(style, for: question)
            return try question.picture(request, laws).draw(style).svg
        } catch {
            throw PlanQuestionError(isMalformed: true, error)
        }
    }
}
