import Records
import Store

/// What can be said about an import beside its file, each as the text of a query parameter or an option; nil where it
/// is not said.
public struct ImportArguments: Sendable {
    /// Where the runs come from: their `source`, where no column has it.
    public var source: String?
    /// `field=column`, for columns whose names do not say what they are.
    public var map: [String] = []
    /// What losses are counted in where no column says so: `nats`, the default, or `bits`.
    public var unit: String?
    /// `flops` where the tokens are to be made of the compute: D = C / (6 N).
    public var tokensFrom: String?
    /// What the parameters count where no column says so; the study's where it is absent.
    public var parameterCounting: String?
    /// What separates the decimals: `point`, the default, or `comma`, in files whose cells semicolons separate.
    public var decimal: String?
    /// `true` to take the rows that are right though others are not.
    public var keepGoing: String?
    /// `true` to write nothing, and only say what would become of every row.
    public var dryRun: String?

    /// Nothing said.
    public init() {}
}

/// How the rows of a file are written down.
public enum ImportFormat: String, Sendable, CaseIterable {
    /// Cells with commas, semicolons or tabs between, after a row of names.
    case csv
    /// A JSON object a line.
    case jsonLines = "jsonl"
}

/// What an import is to do.
struct ImportOptions: Sendable {
    let format: ImportFormat
    let source: String?
    let overrides: [ColumnMapping.Override]
    let unit: LossUnit
    let tokensFromFLOPs: Bool
    let parameterCounting: String?
    let decimalComma: Bool
    let keepsGoing: Bool
    let isDryRun: Bool

    /// - Throws: ``Faults``, all that is wrong with `arguments`.
    init(_ arguments: ImportArguments, format: ImportFormat) throws(Faults) {
        var reader = ParameterReader()
        self.format = format
        source = arguments.source
        if let source, let fault = ImportText.fault(of: source, in: RunField.source.form) {
            reader.faults.append(Fault(query: "source", fault))
        }
        overrides = arguments.map.compactMap { text in
            let override = ColumnMapping.Override(text)
            if override == nil { reader.faults.append(Fault(query: "map", .record(.notAnOverride(text: text)))) }
            return override
        }
        for (field, count) in Dictionary(overrides.map { ($0.field, 1) }, uniquingKeysWith: +) where count > 1 {
            reader.faults.append(Fault(query: "map", .record(.overriddenTwice(field))))
        }
        unit = reader.unit(arguments.unit)
        tokensFromFLOPs = reader.choice("tokens_from", arguments.tokensFrom, ["tokens", "flops"]) == "flops"
        parameterCounting = reader.choice(
            RunField.parameterCounting.rawValue, arguments.parameterCounting, RunField.parameterCounting.names)
        decimalComma = reader.choice("decimal", arguments.decimal, ["point", "comma"]) == "comma"
        keepsGoing = reader.choice("keep_going", arguments.keepGoing, ["false", "true"]) == "true"
        isDryRun = reader.choice("dry_run", arguments.dryRun, ["false", "true"]) == "true"
        guard reader.faults.isEmpty else { throw Faults(reader.faults) }
    }
}

/// Reads parameters of one word each, and collects what is wrong with them.
private struct ParameterReader {
    var faults: [Fault] = []

    mutating func choice(_ name: String, _ text: String?, _ known: [String]) -> String? {
        guard let text, !known.contains(text) else { return text }
        faults.append(Fault(query: name, .unknownName(text: text, known: known)))
        return nil
    }

    mutating func unit(_ text: String?) -> LossUnit {
        guard let text else { return .nats }
        switch ImportText.unit(text) {
        case .success(let unit): return unit
        case .failure(let fault):
            faults.append(Fault(query: "unit", .record(fault)))
            return .nats
        }
    }
}

extension RunField {
    /// The names that a choice has.
    var names: [String] {
        guard case .choice(let names) = form else { return [] }
        return names
    }
}
