import Records
import ScalingLaws

/// One row of a file, its cells in the order of the columns.
struct ImportRow {
    /// Its place among the rows, from 0.
    let index: Int
    /// The line that it begins at, from 1.
    let line: Int
    /// The cells: strings in CSV, anything in JSON.
    let cells: [JSONValue]
}

/// Makes runs of rows that have the same columns.
struct RunReading {
    /// Which column is which.
    let mapping: ColumnMapping

    private let options: ImportOptions
    private let counting: ParameterCounting
    private let fields: [RunField]
    private let extras: [Int]

    init(_ mapping: ColumnMapping, _ options: ImportOptions, _ study: StudyRecord) {
        self.mapping = mapping
        self.options = options
        counting =
            options.parameterCounting.flatMap(ParameterCounting.init) ?? mapping.parameterCounting
            ?? study.parameterCounting
        fields = RunField.allCases.filter { mapping.indices[$0] != nil }
        extras = mapping.targets.indices.filter { index in
            if case .field = mapping.targets[index] { return false }
            return true
        }
    }

    /// The name of the run in `row`.
    func name(_ row: ImportRow) throws(Faults) -> RunName {
        var cells = CellReader(row, mapping, decimalComma: options.decimalComma)
        let source = cells.line(.source) ?? options.source
        if source == nil { cells.report(.source, .missing(expected: "what the runs come from is called")) }
        let externalID = mapping.indices[.externalID] == nil ? String(row.index + 1) : cells.line(.externalID)
        if externalID == nil { cells.report(.externalID, .missing(expected: "what the run is called")) }
        guard cells.faults.isEmpty, let source, let externalID else { throw Faults(cells.faults) }
        return RunName(source: source, externalID: externalID)
    }

    /// The run in `row`; what the row has no columns for is as in `stored`, the run of the same name that there is.
    func run(_ row: ImportRow, _ name: RunName, over stored: Run?) throws(Faults) -> Run {
        var cells = CellReader(row, mapping, decimalComma: options.decimalComma)
        var run =
            stored
            ?? Run(name: name, kind: .supervised, params: 0, tokens: 0, loss: 0, parameterCounting: counting)
        let unit = cells.unit() ?? options.unit
        for field in fields { take(field, unit, &cells, &run) }
        if let flops = mapping.flops {
            run.tokens = cells.number(at: flops, in: .positive).map { $0 / (6 * run.params) } ?? run.tokens
        }
        settleTeacher(&cells, &run)
        settleExclusion(&cells, &run)
        if !extras.isEmpty || mapping.indices[.extra] != nil { run.extra = extra(&cells) }
        guard cells.faults.isEmpty else { throw Faults(cells.faults) }
        return run
    }

    private func take(_ field: RunField, _ unit: LossUnit, _ cells: inout CellReader, _ run: inout Run) {
        switch field {
        case .params: run.params = cells.required(field) ?? run.params
        case .tokens: run.tokens = cells.required(field) ?? run.tokens
        case .loss: run.loss = cells.required(field, times: unit.nats) ?? run.loss
        case .teacherParams: run.teacherParams = cells.number(field)
        case .teacherTokens: run.teacherTokens = cells.number(field)
        case .teacherLoss: run.teacherLoss = cells.number(field, times: unit.nats)
        case .teacherRun:
            let source = cells.line(.teacherSource) ?? run.name.source
            run.teacherRun = cells.line(field).map { RunName(source: source, externalID: $0) }
        case .parameterCounting: run.parameterCounting = cells.choice(field) ?? counting
        case .lossSplit: run.lossSplit = cells.line(field)
        case .lambda: run.lambda = cells.number(field)
        case .temperature: run.temperature = cells.number(field)
        case .topK: run.topK = cells.whole(field)
        case .learningRate: run.learningRate = cells.number(field)
        case .batchTokens: run.batchTokens = cells.number(field)
        case .precision: run.precision = cells.line(field)
        case .seed: run.seed = cells.whole(field)
        case .uniqueTokens: run.uniqueTokens = cells.number(field)
        case .epochs: run.epochs = cells.number(field)
        case .context: run.context = cells.number(field)
        case .split: run.split = cells.line(field)
        case .tags: run.tags = cells.tags()
        case .url: run.url = cells.line(field)
        case .note: run.note = cells.note()
        case .excludedReason: run.excludedReason = cells.line(field)
        // The name, the unit and the source of a teacher are read before, and what needs more than a cell comes after.
        case .source, .externalID, .lossUnit, .teacherSource, .kind, .excluded, .extra: break
        }
    }

    /// Sees to it that the run has a teacher if and only if it is distilled, and that the teacher is told once.
    private func settleTeacher(_ cells: inout CellReader, _ run: inout Run) {
        if run.teacherRun != nil && mapping.indices[.teacherRun] != nil && mapping.indices[.teacherLoss] == nil {
            (run.teacherLoss, run.teacherParams, run.teacherTokens) = (nil, nil, nil)
        } else if run.teacherLoss != nil && mapping.indices[.teacherRun] == nil {
            run.teacherRun = nil
        }
        let distilled = run.isPlain ? [] : RunField.allCases.filter { $0.isOfDistillation && run.text(of: $0) != nil }
        run.kind = cells.choice(.kind) ?? (distilled.isEmpty ? .supervised : .distillation)
        switch run.kind {
        case .supervised:
            for field in distilled { cells.report(field, .record(.ofDistillation)) }
        case .distillation:
            if run.teacherRun != nil, let told = distilled.first(where: Self.isMeasured) {
                cells.report(told, .excludes(RunField.teacherRun.rawValue))
            } else if run.teacherRun == nil && run.teacherLoss == nil && !cells.hasFault(.teacherLoss) {
                cells.report(
                    .teacherLoss,
                    .missing(expected: "a distilled student's run says the loss of its teacher, or which run it is"))
            }
        }
    }

    private static func isMeasured(_ field: RunField) -> Bool {
        [.teacherParams, .teacherTokens, .teacherLoss].contains(field)
    }

    private func settleExclusion(_ cells: inout CellReader, _ run: inout Run) {
        guard let isExcluded = cells.flag(.excluded) else { return }
        if isExcluded {
            if run.excludedReason == nil {
                cells.report(.excludedReason, .missing(expected: "why the run is excluded"))
            }
        } else if mapping.indices[.excludedReason] == nil {
            run.excludedReason = nil
        } else if run.excludedReason != nil {
            cells.report(.excludedReason, .record(.reasonWithoutExclusion))
        }
    }

    /// What no field takes, as a JSON object on one line; nil where that is nothing.
    private func extra(_ cells: inout CellReader) -> String? {
        let members = cells.object(.extra) + extras.map { .init(mapping.columns[$0], cells.row.cells[$0]) }
        // An export has them two objects deep, and must be readable.
        for member in members where member.value.depth > JSONParser.greatestDepth - 2 {
            cells.report(.extra, .record(.tooDeep(member.name)))
        }
        return members.isEmpty ? nil : String(decoding: JSONText.line(.object(members)), as: UTF8.self)
    }
}

extension Run {
    /// Whether it says nothing that only a distilled student's run can.
    fileprivate var isPlain: Bool {
        teacherLoss == nil && teacherParams == nil && teacherTokens == nil && teacherRun == nil && lambda == nil
            && temperature == nil && topK == nil
    }
}
