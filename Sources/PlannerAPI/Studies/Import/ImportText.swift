import Records
import ScalingLaws

/// Readings of a cell's text.
enum ImportText {
    /// The unit of a loss, as files write it.
    static func unit(_ text: String) -> Result<LossUnit, RecordFault> {
        let letters = text.lowercased().filter(\.isLetter)
        return switch letters {
        case "nat", "nats", "natspertoken", "natstoken", "nattoken": .success(.nats)
        case "bit", "bits", "bitspertoken", "bitstoken", "bittoken": .success(.bits)
        case "bpb", "bitsperbyte", "bitsbyte", "bitbyte": .failure(.bitsPerByte)
        default: .failure(.unknownUnit(text: text))
        }
    }

    /// True or false, as spreadsheets and programs write them.
    static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "1", "yes": true
        case "false", "0", "no": false
        default: nil
        }
    }

    /// What is wrong with `text` as a line of `form`, if anything.
    static func fault(of text: String, in form: RunField.Form) -> Fault.Kind? {
        guard case .line(let most) = form else { preconditionFailure("\(form) is no line") }
        let isShort = !text.isEmpty && text.utf8.count <= most
        // Most lines are of a few letters, of which nothing has to be looked up.
        if isShort && text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return nil }
        if text.isEmpty || text.unicodeScalars.count > most { return .length(most: most) }
        // SQLite ends a text at its first NUL, and a list of names would break its lines at the others.
        let isPlain = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        return isPlain ? nil : .controlCharacter
    }
}
