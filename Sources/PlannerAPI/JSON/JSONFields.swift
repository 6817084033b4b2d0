import Foundation

extension JSONValue {
    /// An object of the fields that are there; nil where none is.
    public static func fields(_ fields: KeyValuePairs<String, JSONValue?>) -> JSONValue? {
        let members = fields.compactMap { name, value in value.map { Member(name, $0) } }
        return members.isEmpty ? nil : .object(members)
    }

    /// `a..b` with either end open as `{min, max}`; anything else as one number.
    public static func bounds(_ text: String) -> JSONValue {
        guard let dots = text.range(of: "..") else { return .string(text) }
        let (least, greatest) = (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
        return .fields([
            "min": least.isEmpty ? nil : .string(least), "max": greatest.isEmpty ? nil : .string(greatest),
        ]) ?? [:]
    }
}
