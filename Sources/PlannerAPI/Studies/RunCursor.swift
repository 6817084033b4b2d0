import Foundation
import Records
import Store

/// The place in a list of runs where the next page begins, as a word that only this service reads.
enum RunCursor {
    private static let separator = "\u{1F}"

    /// The cursor behind `position` of a list in `order`.
    static func text(_ position: RunPosition, _ order: RunOrder) -> String {
        let values = position.values.map { value in
            switch value {
            case .number(let number): "n\(number)"
            case .text(let text): "t\(text)"
            }
        }
        let parts = [order.text] + values + [String(position.id)]
        return Data(parts.joined(separator: separator).utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The position of a cursor that was made for a list in `order`; nil where `text` is none.
    static func position(_ text: String, _ order: RunOrder) -> RunPosition? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        let standard = text.replacing("-", with: "+").replacing("_", with: "/") + padding
        guard let data = Data(base64Encoded: standard), let joined = String(data: data, encoding: .utf8) else {
            return nil
        }
        let parts = joined.components(separatedBy: separator)
        guard parts.count == order.terms.count + 2, parts[0] == order.text, let id = Int64(parts[parts.count - 1])
        else {
            return nil
        }
        let values = zip(order.terms, parts.dropFirst()).compactMap(value)
        let position = RunPosition(values: values, id: id)
        // What reads otherwise than it was written was not written here.
        return values.count == order.terms.count && self.text(position, order) == text ? position : nil
    }

    private static func value(_ term: RunOrder.Term, _ part: String) -> RunPosition.Value? {
        switch (term.key, part.first) {
        case (.quantity, "n"): Double(part.dropFirst()).flatMap { $0.isNaN ? nil : .number($0) }
        case (.source, "t"), (.externalID, "t"): .text(String(part.dropFirst()))
        default: nil
        }
    }
}
