import Foundation
import PlannerAPI
import TestSupport

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// A picture, read again by somebody who knows nothing of how it was drawn.
struct Drawn {
    /// An element with what is in it.
    final class Node {
        let name: String
        let attributes: [String: String]
        var children: [Node] = []
        var text = ""

        init(_ name: String, _ attributes: [String: String]) {
            self.name = name
            self.attributes = attributes
        }

        /// It and all below it.
        var all: [Node] { [self] + children.flatMap(\.all) }
    }

    let root: Node

    /// - Throws: what the parser of XML throws where the text is no XML.
    init(_ bytes: [UInt8]) throws {
        let parser = XMLParser(data: Data(bytes))
        let reading = Reading()
        parser.delegate = reading
        guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
        root = try reading.root.unwrapped()
    }

    /// Those that have the attribute `name` with this value.
    func nodes(_ name: String, _ value: String) -> [Node] { root.all.filter { $0.attributes[name] == value } }

    /// The text of the element of this name.
    func text(_ name: String) throws -> String { try root.all.first { $0.name == name }.unwrapped().text }

    /// All text that is shown.
    var shown: [String] { root.all.filter { $0.name == "text" }.map(\.text) }

    private final class Reading: NSObject, XMLParserDelegate {
        var root: Node?
        private var path: [Node] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            let node = Node(name, attributes)
            path.last?.children.append(node)
            if root == nil { root = node }
            path.append(node)
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) { path.last?.text += text }

        func parser(_ parser: XMLParser, didEndElement: String, namespaceURI: String?, qualifiedName: String?) {
            path.removeLast()
        }
    }
}

// MARK: - Places

extension Drawn {
    /// From values to pixels, as two ticks of an axis tell it.
    struct Ruler {
        private let one: (place: Double, pixel: Double)
        private let other: (place: Double, pixel: Double)
        private let isLogarithmic: Bool

        init(_ ticks: [(value: Double, pixel: Double)], isLogarithmic: Bool) throws {
            self.isLogarithmic = isLogarithmic
            let (first, last) = (try ticks.first.unwrapped(), try ticks.last.unwrapped())
            one = (isLogarithmic ? log10(first.value) : first.value, first.pixel)
            other = (isLogarithmic ? log10(last.value) : last.value, last.pixel)
        }

        func pixel(_ value: Double) -> Double {
            let place = isLogarithmic ? log10(value) : value
            return one.pixel + (other.pixel - one.pixel) * (place - one.place) / (other.place - one.place)
        }
    }

    /// The ruler of the `index`th group of ticks of an axis, `x` or `y`.
    func ruler(_ axis: String, _ index: Int = 0, isLogarithmic: Bool = false) throws -> Ruler {
        let groups = nodes("data-part", axis + "-ticks")
        let labels = try groups[index].all.filter { $0.name == "text" }.map { label in
            // The label of a horizontal tick stands four pixels below its place.
            let pixel = try label.number(axis) - (axis == "y" ? 4 : 0)
            return (value: try Self.value(label.text), pixel: pixel)
        }
        return try Ruler(labels, isLogarithmic: isLogarithmic)
    }

    /// The number that `text` stands for: 10²², 5×10²¹, 300M, −0.05.
    static func value(_ text: String) throws -> Double {
        let digits: [Character: Character] = [
            "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
            "⁻": "-",
        ]
        if let power = text.range(of: "10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+$", options: .regularExpression) {
            let exponent = String(text[power].dropFirst(2).compactMap { digits[$0] })
            let mantissa = text[..<power.lowerBound].replacing("×", with: "")
            return try Double((mantissa.isEmpty ? "1" : mantissa) + "e" + exponent).unwrapped()
        }
        let units: [Character: Double] = ["K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12, "P": 1e15]
        let unit = text.last.flatMap { units[$0] }
        let number = (unit == nil ? text[...] : text.dropLast()).replacing("−", with: "-")
        return try Double(number).unwrapped() * (unit ?? 1)
    }
}

extension Drawn.Node {
    func number(_ name: String) throws -> Double { try attributes[name].flatMap(Double.init).unwrapped() }

    /// The points of the paths below it, each path's lines one by one.
    var lines: [[(x: Double, y: Double)]] {
        all.compactMap { $0.attributes["d"] }.flatMap { path in
            path.split(separator: "M").map { line in
                line.split { $0 == "L" || $0 == "Z" }.compactMap { point in
                    let numbers = point.split(separator: " ").compactMap { Double($0) }
                    return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
                }
            }
        }
    }

    /// Whether a point is inside the areas of its path, by the even-odd rule.
    func contains(_ x: Double, _ y: Double) -> Bool {
        lines.reduce(false) { isInside, ring in
            zip(ring, ring.dropFirst() + ring.prefix(1)).reduce(isInside) { isInside, side in
                let (one, other) = side
                guard (one.y > y) != (other.y > y) else { return isInside }
                return one.x + (y - one.y) / (other.y - one.y) * (other.x - one.x) > x ? !isInside : isInside
            }
        }
    }
}
