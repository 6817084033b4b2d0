import Records
import ScalingLaws

/// Reads the cells of one row by their fields, and collects all that is wrong with them.
struct CellReader {
    /// The row.
    let row: ImportRow
    /// What is wrong so far.
    private(set) var faults: [Fault] = []

    private let mapping: ColumnMapping
    private let decimalComma: Bool

    init(_ row: ImportRow, _ mapping: ColumnMapping, decimalComma: Bool) {
        self.row = row
        self.mapping = mapping
        self.decimalComma = decimalComma
    }

    /// Adds a fault at the column of `field`, or at the field's name where no column gives it.
    mutating func report(_ field: RunField, _ kind: Fault.Kind) {
        faults.append(Fault(row: row.index, line: row.line, name(field), kind))
    }

    /// Whether something is wrong with the cell of `field`.
    func hasFault(_ field: RunField) -> Bool {
        faults.contains { $0.place == .row(index: row.index, line: row.line, name: name(field)) }
    }

    private func name(_ field: RunField) -> String {
        mapping.indices[field].map { mapping.columns[$0] } ?? field.rawValue
    }

    private mutating func report(at column: Int, _ kind: Fault.Kind) {
        faults.append(Fault(row: row.index, line: row.line, mapping.columns[column], kind))
    }

    /// The text in the column of `field`; nil where there is none.
    private mutating func text(_ field: RunField) -> String? { mapping.indices[field].flatMap { text(at: $0) } }

    private mutating func text(at column: Int) -> String? {
        switch row.cells[column] {
        case .null, .string(""): return nil
        case .string(let text), .number(let text): return text
        case .bool(let flag): return String(flag)
        case .array, .object:
            report(at: column, .wrongType(expected: "a number or a string", found: row.cells[column].typeName))
            return nil
        }
    }

    /// As ``text(_:)``, without blanks around it, which say nothing in numbers and names.
    private mutating func word(_ field: RunField) -> String? { mapping.indices[field].flatMap { word(at: $0) } }

    private mutating func word(at column: Int) -> String? {
        guard let text = text(at: column) else { return nil }
        let word = Substring(text).trimmingSpaces
        return word.isEmpty ? nil : String(word)
    }

    // MARK: Numbers

    /// A number that is `factor` times what the cell says, inside the field's domain.
    mutating func number(_ field: RunField, times factor: Double = 1) -> Double? {
        guard let column = mapping.indices[field], case .number(let domain) = field.form else { return nil }
        return number(at: column, times: factor, in: domain)
    }

    /// As ``number(_:times:)``, and a fault where the cell is empty.
    mutating func required(_ field: RunField, times factor: Double = 1) -> Double? {
        let number = number(field, times: factor)
        if number == nil && !hasFault(field) { report(field, .missing(expected: "a number")) }
        return number
    }

    /// A number in `column` inside `domain`.
    mutating func number(at column: Int, times factor: Double = 1, in domain: Domain) -> Double? {
        guard let word = word(at: column) else { return nil }
        guard let number = UnitNumber.parse(decimalComma ? word.replacing(",", with: ".") : word) else {
            report(at: column, .notANumber(text: word))
            return nil
        }
        guard domain.contains(number * factor) else {
            report(at: column, .outsideDomain(text: word, domain))
            return nil
        }
        return number * factor
    }

    /// A whole number inside the field's domain.
    mutating func whole(_ field: RunField) -> Int? {
        guard let column = mapping.indices[field], case .whole(let domain) = field.form,
            let number = number(at: column, in: domain)
        else { return nil }
        guard let whole = Int(exactly: number) else {
            report(field, .notWhole(text: text(field) ?? ""))
            return nil
        }
        return whole
    }

    // MARK: Texts

    /// One line.
    mutating func line(_ field: RunField) -> String? {
        guard let text = text(field) else { return nil }
        guard let fault = ImportText.fault(of: text, in: field.form) else { return text }
        report(field, fault)
        return nil
    }

    /// A remark, of as many lines as it has.
    mutating func note() -> String? {
        guard let text = text(.note), let most = RunField.note.greatestLength else { return nil }
        if text.unicodeScalars.count > most {
            report(.note, .length(most: most))
        } else if text.utf8.contains(0) {
            report(.note, .controlCharacter)
        }
        return text
    }

    /// One of the names of `Value`.
    mutating func choice<Value: RawRepresentable>(_ field: RunField) -> Value? where Value.RawValue == String {
        guard let word = word(field) else { return nil }
        guard let value = Value(rawValue: word.lowercased()) else {
            report(field, .unknownName(text: word, known: field.names))
            return nil
        }
        return value
    }

    /// True or false.
    mutating func flag(_ field: RunField) -> Bool? {
        guard let word = word(field) else { return nil }
        guard let flag = ImportText.flag(word) else {
            report(field, .record(.notAFlag(text: word)))
            return nil
        }
        return flag
    }

    /// The unit of the losses.
    mutating func unit() -> LossUnit? {
        guard let word = word(.lossUnit) else { return nil }
        switch ImportText.unit(word) {
        case .success(let unit): return unit
        case .failure(let fault):
            report(.lossUnit, .record(fault))
            return nil
        }
    }

    /// Words with blanks or commas between, or the strings of an array.
    mutating func tags() -> [String] {
        guard let column = mapping.indices[.tags] else { return [] }
        var tags: [String] = []
        if case .array(let elements) = row.cells[column] {
            for element in elements {
                guard case .string(let tag) = element else {
                    report(.tags, .wrongType(expected: "an array of strings", found: element.typeName))
                    return []
                }
                tags.append(tag)
            }
        } else {
            tags = (text(.tags) ?? "").split { $0 == " " || $0 == "," }.map(String.init)
        }
        if let other = tags.first(where: { !RunTag.isTag($0) }) { report(.tags, .record(.notATag(text: other))) }
        tags = RunTag.ordered(tags)
        if tags.joined(separator: " ").utf8.count > RunTag.greatestLength {
            report(.tags, .length(most: RunTag.greatestLength))
        }
        return tags
    }

    /// The members of a JSON object, or of the text of one.
    mutating func object(_ field: RunField) -> [JSONValue.Member] {
        guard let column = mapping.indices[field] else { return [] }
        var value = row.cells[column]
        if case .string(let text) = value {
            do {
                value = text.isEmpty ? .null : try JSONParser.parse(Array(text.utf8))
            } catch {
                report(field, .record(.notJSON(error)))
                return []
            }
        }
        switch value {
        case .object(let members): return members
        case .null: return []
        default:
            report(field, .wrongType(expected: "an object", found: value.typeName))
            return []
        }
    }
}
