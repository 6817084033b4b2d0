import Foundation
import Planning
import ScalingLaws

extension ObjectReader {
    /// The values of the field `name`: one number, an array of rising numbers, or `{min, max, points}` in equal steps of
    /// the logarithm; nil where it is not given, or a fault is reported.
    mutating func grid(_ name: String, in domain: Domain, most: Int) -> [Double]? {
        switch peek(name) {
        case .array(let elements):
            _ = take(name)
            return list(elements, name, in: domain, most: most)
        case .object:
            return object(name) { fields in Self.steps(&fields, in: domain, most: most) }
        default:
            return number(name, in: domain).map { [$0] }
        }
    }

    /// The forms of a grid, for a fault.
    static let gridForms = "a number, an array, or {\"min\": .., \"max\": .., \"points\": ..}"

    private mutating func list(
        _ elements: [JSONValue], _ name: String, in domain: Domain, most: Int
    ) -> [Double]? {
        guard (1...most).contains(elements.count) else {
            report(name, .count(most: most))
            return nil
        }
        let values = elements.enumerated().map { index, element in
            number(element, at: "\(name)/\(index)", in: domain)
        }
        let numbers = values.compactMap { $0 }
        guard numbers.count == values.count else { return nil }
        if let index = numbers.indices.dropFirst().first(where: { numbers[$0] <= numbers[$0 - 1] }) {
            report(path: "\(name)/\(index)", .notRising(after: numbers[index - 1]))
            return nil
        }
        return numbers
    }

    /// Values from `min` to `max`, both exact, with the others in equal steps of the logarithm.
    private static func steps(_ fields: inout ObjectReader, in domain: Domain, most: Int) -> [Double]? {
        let lower = fields.requiredNumber("min", in: domain, "the least value")
        let upper = fields.requiredNumber("max", in: domain, "the greatest value")
        var points: Int?
        if fields.has("points") {
            points = fields.integer("points", in: Domain(2, Double(most)))
        } else {
            fields.report("points", .missing(expected: "how many values, both ends included"))
        }
        guard let lower, let upper, let points else { return nil }
        guard lower < upper, lower > 0 else {
            fields.report("max", .crossedBounds(lower: lower, upper: upper))
            return nil
        }
        let (first, last) = (log10(lower), log10(upper))
        return (0..<points).map { index in
            switch index {
            case 0: lower
            case points - 1: upper
            default: pow(10, first + (last - first) * Double(index) / Double(points - 1))
            }
        }
    }
}

extension ObjectReader {
    /// Reports `student.params` where `sizes` say it for every row.
    mutating func refuseSizeBesideSizes() {
        guard wasGiven("sizes"), case .object(let student) = peek("student") else { return }
        if student.contains(where: { $0.name == "params" }) {
            report(path: "student/params", .excludes(pointer(to: "sizes")))
        }
    }

    /// Reports `support: constrain` where a question has no answer inside the runs.
    mutating func refuseConstrained() {
        guard case .string(SupportUse.constrain.rawValue) = peek("support") else { return }
        _ = take("support")
        report("support", .notSupported(instead: "ask /plan or /frontier, which keep inside the runs"))
    }
}
