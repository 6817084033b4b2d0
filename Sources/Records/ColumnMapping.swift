public import ScalingLaws

/// Which column of a table gives which field of a run.
public struct ColumnMapping: Hashable, Sendable {
    /// What a column is taken for.
    public enum Target: Hashable, Sendable {
        /// A field.
        case field(RunField)
        /// The compute C, from which the tokens are made: D = C / (6 N).
        case flops
        /// Nothing that a run has: it is kept as it is. The name is like those of a field, where one is named.
        case extra(like: RunField?)
    }

    /// Whatever is wrong with the columns of a table.
    public enum Fault: Hashable, Sendable {
        /// These columns are all named as the field may be.
        case claimed(RunField, columns: [String])
        /// No column is named as the field may be; `like` are columns whose names begin so.
        case missing(RunField, like: [String])
        /// No column gives the tokens, and this one gives the compute.
        case tokensFromCompute(column: String)
        /// Both the tokens and the compute to make them of are there.
        case tokensTwice(tokens: String, compute: String)
        /// The tokens are to be made of the compute, and no column gives it.
        case computeMissing
        /// The only loss is in bits per byte.
        case bitsPerByte(column: String)
        /// There are more columns than a table may have.
        case tooMany(count: Int)
        /// Two columns have this name.
        case repeatedColumn(String)
        /// A mapping names a column that is not there.
        case unknownColumn(RunField, column: String)
    }

    /// A field and the column that is to give it, whatever its name.
    public struct Override: Hashable, Sendable {
        /// The field.
        public let field: RunField
        /// The column's name as the file spells it.
        public let column: String

        /// Reads `field=column`, the field by its name or an alias; nil where that is not what `text` says.
        public init?(_ text: String) {
            guard let equals = text.firstIndex(of: "="), let field = RunField(named: String(text[..<equals])) else {
                return nil
            }
            let column = String(text[text.index(after: equals)...])
            guard !column.isEmpty else { return nil }
            self.field = field
            self.column = column
        }
    }

    /// The columns' names as the file spells them; one without a name is called by its place: `column 3`.
    public let columns: [String]
    /// What each is taken for.
    public let targets: [Target]
    /// The column of each field that has one.
    public let indices: [RunField: Int]
    /// The column of the compute, where the tokens are made of it.
    public let flops: Int?
    /// All that is wrong; a table with faults cannot be read.
    public let faults: [Fault]

    /// How many columns a table may have.
    public static let mostColumns = 1000

    /// Finds the columns of the fields.
    ///
    /// - Parameters:
    ///   - header: the names, in the order of the columns.
    ///   - overrides: what goes before any name.
    ///   - tokensFromFLOPs: whether the tokens are to be made of the compute.
    public init(_ header: [String], overrides: [Override] = [], tokensFromFLOPs: Bool = false) {
        columns = header.enumerated().map { $1.isEmpty ? "column \($0 + 1)" : $1 }
        guard header.count <= Self.mostColumns else {
            (targets, indices, flops, faults) = ([], [:], nil, [.tooMany(count: header.count)])
            return
        }
        var faults: [Fault] = []
        var claims: [RunField: [Int]] = [:]
        let isSettled = Set(overrides.map(\.field))
        let isTaken = Set(overrides.map(\.column))
        for (index, column) in columns.enumerated() where !isTaken.contains(column) {
            if let field = RunField(named: column), !isSettled.contains(field) {
                claims[field, default: []].append(index)
            }
        }
        for override in overrides {
            if let index = columns.firstIndex(of: override.column) {
                claims[override.field, default: []].append(index)
            } else {
                faults.append(.unknownColumn(override.field, column: override.column))
            }
        }
        var names: Set<String> = []
        faults += columns.filter { !names.insert($0).inserted }.map(Fault.repeatedColumn)
        for field in RunField.allCases {
            if let claim = claims[field], claim.count > 1 {
                faults.append(.claimed(field, columns: claim.map { [columns] in columns[$0] }))
            }
        }
        indices = claims.compactMapValues(\.first)
        let compute = columns.indices.first { [columns] in
            ColumnName.flops.contains(ColumnName.key(columns[$0])) && !isTaken.contains(columns[$0])
        }
        flops = tokensFromFLOPs ? compute : nil
        targets = Self.targets(columns, indices, flops)
        self.faults =
            faults + Self.missing(columns, indices, isSettled, compute: compute, tokensFromFLOPs: tokensFromFLOPs)
    }

    /// What the name of the column of the parameters says that they count, if anything.
    public var parameterCounting: ParameterCounting? {
        guard let index = indices[.params] else { return nil }
        return switch ColumnName.words(columns[index]).first {
        case "total": .all
        case "non": .nonEmbedding
        default: nil
        }
    }

    private static func targets(_ columns: [String], _ indices: [RunField: Int], _ flops: Int?) -> [Target] {
        let fields = Dictionary(uniqueKeysWithValues: indices.map { field, index in (index, field) })
        return columns.indices.map { index in
            if let field = fields[index] { return .field(field) }
            return index == flops ? .flops : .extra(like: likeness(columns[index]))
        }
    }

    /// The required fields that no column gives.
    private static func missing(
        _ columns: [String], _ indices: [RunField: Int], _ isSettled: Set<RunField>, compute: Int?,
        tokensFromFLOPs: Bool
    ) -> [Fault] {
        var faults: [Fault] = []
        func isMissing(_ field: RunField) -> Bool { indices[field] == nil && !isSettled.contains(field) }
        func like(_ field: RunField) -> [String] {
            columns.indices.filter { !indices.values.contains($0) && likeness(columns[$0]) == field }.map {
                columns[$0]
            }
        }
        if isMissing(.params) { faults.append(.missing(.params, like: like(.params))) }
        switch (tokensFromFLOPs, indices[.tokens], compute) {
        case (true, let tokens?, let compute?):
            faults.append(.tokensTwice(tokens: columns[tokens], compute: columns[compute]))
        case (true, _, nil): faults.append(.computeMissing)
        case (false, nil, let compute?) where isMissing(.tokens):
            faults.append(.tokensFromCompute(column: columns[compute]))
        case (false, nil, nil) where isMissing(.tokens): faults.append(.missing(.tokens, like: like(.tokens)))
        default: break
        }
        if isMissing(.loss) {
            let bitsPerByte = columns.first { ColumnName.bitsPerByte.contains(ColumnName.key($0)) }
            faults.append(bitsPerByte.map { .bitsPerByte(column: $0) } ?? .missing(.loss, like: like(.loss)))
        }
        return faults
    }

    /// The field whose name, or one of its aliases, `column` begins with: `L_S_curve` is like a loss.
    private static func likeness(_ column: String) -> RunField? {
        let words = ColumnName.words(column)
        var best: (field: RunField, length: Int)?
        for (name, field) in prefixes where words.count > name.count && words.starts(with: name) {
            if name.count > best?.length ?? 0 { best = (field, name.count) }
        }
        return best?.field
    }

    /// The words of every name that is more than a single letter, with its field.
    private static let prefixes: [([String], RunField)] = RunField.allCases.flatMap { field in
        ([field.rawValue] + field.aliases).map(ColumnName.words).filter { $0.joined().count > 1 }.map { ($0, field) }
    }
}
