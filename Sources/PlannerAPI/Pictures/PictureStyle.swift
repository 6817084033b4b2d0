import Drawing
import ScalingLaws

/// How a picture is to look.
public struct PictureStyle: Hashable, Sendable {
    /// What a map may show.
    enum Quantity: String, CaseIterable {
        case advantage = "loss_advantage"
        case studentLoss = "student_loss"
    }

    let theme: Theme?
    let size: Picture.Size
    let shows: Quantity

    /// The style that the object `fields` asks for.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    init(_ fields: JSONValue, for question: PictureQuestion) throws(Faults) {
        self = try ObjectReader.read(fields) { reader in
            let theme = reader.choice("theme", as: Theme.self)
            let standard = Picture.Size.standard
            let width = reader.number("width", in: Domain(Picture.Size.widths))
            let height = reader.number("height", in: Domain(Picture.Size.heights))
            let shows = question == .map ? reader.choice("show", as: Quantity.self) : nil
            return PictureStyle(
                theme: theme, size: .init(width: width ?? standard.width, height: height ?? standard.height),
                shows: shows ?? .advantage)
        }
    }

    private init(theme: Theme?, size: Picture.Size, shows: Quantity) {
        self.theme = theme
        self.size = size
        self.shows = shows
    }

    /// The names of its fields.
    static func names(for question: PictureQuestion) -> [String] {
        ["theme", "width", "height"] + (question == .map ? ["show"] : [])
    }
}

extension Domain {
    fileprivate init(_ range: ClosedRange<Double>) { self.init(range.lowerBound, range.upperBound) }
}
