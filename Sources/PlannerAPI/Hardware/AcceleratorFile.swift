public import Planning

/// A user's own accelerators: a JSON array of `{"name", "peak_flops", "source"}`.
public enum AcceleratorFile {
    /// `table` with the entries of `bytes`, which replace those of their names and follow where they are new.
    ///
    /// - Throws: ``AcceleratorFileError``, all that is wrong with the entries.
    public static func table(
        reading bytes: [UInt8], over table: AcceleratorTable = .builtIn
    ) throws(AcceleratorFileError) -> AcceleratorTable {
        let tree: JSONValue
        do {
            tree = try JSONParser.parse(bytes)
        } catch {
            throw AcceleratorFileError(cause: .notJSON(error))
        }
        guard case .array(let elements) = tree else { throw AcceleratorFileError(cause: .noArray(tree.typeName)) }
        return table.updated(with: try accelerators(elements))
    }

    /// How many characters a name or a source may have.
    static let greatestLength = 200

    private static func accelerators(_ elements: [JSONValue]) throws(AcceleratorFileError) -> [Accelerator] {
        var (accelerators, faults): ([Accelerator], [EntryFault]) = ([], [])
        var names: Set<String> = []
        for (index, element) in elements.enumerated() {
            do throws(Faults) {
                accelerators.append(try ObjectReader.read(element) { accelerator(&$0, &names) })
            } catch {
                let name: String? = if case .string(let text) = element["name"] { text } else { nil }
                faults += error.list.map { EntryFault(index: index, name: name, fault: $0) }
            }
        }
        guard faults.isEmpty else { throw AcceleratorFileError(cause: .entries(faults)) }
        return accelerators
    }

    /// The accelerator of one entry; its name joins `names`, and is a fault where it is among them.
    private static func accelerator(_ fields: inout ObjectReader, _ names: inout Set<String>) -> Accelerator? {
        let name = fields.line("name", "the name by which requests ask for the device, such as \"H100-SXM\"")
        let peak = fields.requiredNumber(
            "peak_flops", in: Accelerator.peakDomain, "the dense bf16 peak of one device in FLOP/s, such as 9.89e14")
        let source = fields.line("source", "the document that the peak is taken from")
        if let name, !names.insert(AcceleratorTable.key(name)).inserted { fields.report("name", .repeated) }
        guard let name, let peak, let source else { return nil }
        return try? Accelerator(name: name, peakFLOPsPerSecond: peak, source: source)
    }
}

extension ObjectReader {
    /// The field `name` as one line of text, which must be given.
    fileprivate mutating func line(_ name: String, _ expected: String) -> String? {
        guard let text = requiredString(name, expected) else { return nil }
        guard (1...AcceleratorFile.greatestLength).contains(text.unicodeScalars.count) else {
            report(name, .length(most: AcceleratorFile.greatestLength))
            return nil
        }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            report(name, .controlCharacter)
            return nil
        }
        return text
    }
}
