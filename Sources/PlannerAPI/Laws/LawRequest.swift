import Planning
import ScalingLaws

/// The body of `POST /laws`, read into a set of coefficients that were fitted elsewhere.
enum LawRequest {
    /// Words of the paths below `/laws`, which no law can have for its name.
    static let pathWords: Set<String> = ["aliases", "compare"]

    /// How many characters the texts of a law may have.
    static let mostCharacters = 1000

    /// How many points a hull may be made of.
    static let mostHullPoints = 10_000

    /// The set of `body`, as version 1 of its name.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    static func set(_ body: JSONValue) throws(Faults) -> CoefficientSet { try ObjectReader.read(body) { set(&$0) } }

    private static func set(_ reader: inout ObjectReader) -> CoefficientSet? {
        let name = reader.newLawName("name")
        let summary = reader.requiredLine(
            "summary", most: mostCharacters, "one sentence: what it is, and what it is for")
        let source = reader.requiredObject("source", "paper and place: where the numbers come from", Self.source)
        let laws = Self.laws(&reader)
        let counting = Self.parameterCounting(&reader)
        let cost = Self.cost(&reader)
        let corpus = reader.requiredObject("corpus", "dataset and tokenizer", Self.corpus)
        let runs = reader.object("runs", Self.runs)
        let intervals = reader.object("intervals") { Self.intervals(&$0, laws) }
        let support = reader.object("support", Self.support)
        let misfit = reader.object("misfit", Self.misfit)
        let draws = reader.object("draws") { Self.draws(&$0, laws) }
        guard let name, let summary, let source, let laws, let counting, let cost, let corpus else { return nil }
        return CoefficientSet(
            name: name, version: 1, summary: summary, source: source, supervised: laws.supervised,
            distillation: laws.distillation, parameterCounting: counting, cost: cost, corpus: corpus,
            runs: runs ?? RunCounts(supervised: nil, distillation: nil), intervals: intervals,
            support: support ?? Support([:]), misfit: misfit, draws: draws)
    }

    private static func source(_ fields: inout ObjectReader) -> Source? {
        let paper = fields.requiredLine("paper", most: mostCharacters, "the paper, or who fitted it")
        let place = fields.requiredLine("place", most: mostCharacters, "the table, figure or file")
        guard let paper, let place else { return nil }
        return Source(paper: paper, place: place)
    }

    private static func corpus(_ fields: inout ObjectReader) -> Corpus? {
        let dataset = fields.requiredLine("dataset", most: mostCharacters, "the data of the runs")
        let tokenizer = fields.requiredLine("tokenizer", most: mostCharacters, "their tokenizer")
        guard let dataset, let tokenizer else { return nil }
        return Corpus(dataset: dataset, tokenizer: tokenizer)
    }

    private static func parameterCounting(_ reader: inout ObjectReader) -> ParameterCounting? {
        guard reader.has("parameter_counting") else {
            let known = ParameterCounting.allCases.map(\.rawValue).joined(separator: " or ")
            reader.report("parameter_counting", .missing(expected: known))
            return nil
        }
        return reader.choice("parameter_counting", as: ParameterCounting.self)
    }

    private static func runs(_ fields: inout ObjectReader) -> RunCounts? {
        let counts = Domain(1, 1e9)
        return RunCounts(
            supervised: fields.integer("supervised", in: counts),
            distillation: fields.integer("distillation", in: counts))
    }

    private static func misfit(_ fields: inout ObjectReader) -> Misfit? {
        let runs = fields.requiredLine("runs", most: mostCharacters, "the runs that the law misses")
        let mean = fields.requiredNumber("mean_relative_error", in: Domain(0, .infinity), "a share of the loss")
        let most = fields.requiredNumber("max_relative_error", in: Domain(0, .infinity), "a share of the loss")
        guard let runs, let mean, let most else { return nil }
        guard mean <= most else {
            fields.report("max_relative_error", .crossedBounds(lower: mean, upper: most))
            return nil
        }
        return Misfit(runs: runs, meanRelativeError: mean, maxRelativeError: most)
    }
}

// MARK: - Coefficients

extension LawRequest {
    private static func laws(_ reader: inout ObjectReader) -> FittedLaws? {
        let supervised = reader.requiredObject("supervised", "the coefficients of equation 1") { fields in
            coefficients(&fields, Coefficient.supervised) { $0.symbol.name }
        }
        let distillation = reader.object("distillation") { fields in
            coefficients(&fields, Coefficient.distillation) { $0.symbol.name }
        }
        guard let supervised, !reader.wasGiven("distillation") || distillation != nil else { return nil }
        return try? FittedLaws(supervised.merging(distillation ?? [:]) { one, _ in one })
    }

    /// The values of all of `asked`, each under its `name`; nil where a fault is reported.
    private static func coefficients(
        _ fields: inout ObjectReader, _ asked: [Coefficient], _ name: (Coefficient) -> String
    ) -> [Coefficient: Double]? {
        var values: [Coefficient: Double] = [:]
        for coefficient in asked {
            values[coefficient] = fields.requiredNumber(name(coefficient), in: coefficient.domain, "a coefficient")
        }
        return values.count == asked.count ? values : nil
    }

    private static func intervals(_ fields: inout ObjectReader, _ laws: FittedLaws?) -> Intervals? {
        let level = fields.requiredNumber(
            "level", in: QuantileInterval.levelDomain, "the share of the resamples inside each interval")
        let resamples = fields.requiredInteger("resamples", in: Domain(1, 1e9), "how many there were")
        let bounds = fields.requiredObject("bounds", "min and max by coefficient") { bounds in
            Coefficient.allCases.reduce(into: [Coefficient: ClosedRange<Double>]()) { found, coefficient in
                guard laws.map({ $0[coefficient] != nil }) ?? true else { return }
                found[coefficient] = bounds.range(
                    coefficient.rawValue, in: Domain(0, .infinity))
            }
        }
        guard let level, let resamples, let bounds else { return nil }
        return Intervals(level: level, resamples: resamples, bounds: bounds)
    }

    private static func draws(_ fields: inout ObjectReader, _ laws: FittedLaws?) -> LawDraws? {
        var resampling: LawDraws.Resampling?
        if fields.has("resampling") {
            resampling = fields.choice("resampling", as: LawDraws.Resampling.self)
        } else {
            fields.report("resampling", .missing(expected: "run or configuration: what a resample drew"))
        }
        let resamples = fields.requiredInteger("resamples", in: Domain(1, 1e9), "how many were asked for")
        let seed = fields.integer("seed", in: Domain(0, 9_007_199_254_740_991))
        let isDistilled = fields.firstElement("laws").map { $0[Coefficient.studentParameterWeight.rawValue] != nil }
        if isDistilled == true, let laws, laws.distillation == nil {
            fields.report(
                path: "laws/0/\(Coefficient.studentParameterWeight.rawValue)",
                .unknownField(
                    known: Coefficient.supervised.map(\.rawValue)))
        }
        let asked = isDistilled == true ? Coefficient.allCases : Coefficient.supervised
        let rows = fields.requiredObjects("laws", most: LawDraws.mostDraws, "the coefficients of each draw") { row in
            coefficients(&row, asked, \.rawValue)
        }
        guard let resampling, let resamples, let rows else { return nil }
        if rows.count > resamples {
            fields.report("resamples", .outsideDomain(text: String(resamples), Domain(Double(rows.count), 1e9)))
            return nil
        }
        // Each coefficient is in its domain.
        let draws = rows.compactMap { try? FittedLaws($0) }
        return LawDraws(draws, resampling: resampling, resamples: resamples, seed: UInt64(seed ?? 0))
    }
}

// MARK: - Cost and support

extension LawRequest {
    /// 6 N D where nothing is said of an architecture, and that architecture's compute where it is told in full.
    private static func cost(_ reader: inout ObjectReader) -> TransformerCost? {
        guard reader.has("architecture") else { return .parametersOnly }
        return reader.object("architecture") { fields in
            var architecture = Architecture()
            for field in Architecture.Field.allCases {
                let value = fields.requiredNumber(field.rawValue, in: field.domain, "all six numbers are needed")
                if let value { architecture[field] = value }
            }
            return try? TransformerCost(architecture)
        }
    }

    private static func support(_ fields: inout ObjectReader) -> Support? {
        var ranges: [SupportedQuantity: ClosedRange<Double>] = [:]
        for quantity in SupportedQuantity.allCases { ranges[quantity] = fields.range(quantity.rawValue, in: .positive) }
        let points = fields.objects("hull", most: mostHullPoints) { point in hullPoint(&point) }
        let hull = points.flatMap { SupportHull(runs: $0) }
        if points != nil, hull == nil { fields.report("hull", .flatHull) }
        return Support(ranges, hull: hull)
    }

    private static func hullPoint(_ point: inout ObjectReader) -> SupportHull.Run? {
        func value(_ quantity: SupportedQuantity) -> Double? {
            point.requiredNumber(quantity.rawValue, in: .positive, "a run has all three")
        }
        let (parameters, tokens) = (value(.studentParameters), value(.studentTokens))
        let loss = point.requiredNumber(
            SupportedQuantity.teacherLossNats.rawValue, in: DistillationLaw.lossDomain, "a run has all three")
        guard let parameters, let tokens, let loss else { return nil }
        return SupportHull.Run(studentParameters: parameters, studentTokens: tokens, teacherLossNats: loss)
    }
}

extension ObjectReader {
    /// The name of a law that is to be added; nil where a fault is reported.
    fileprivate mutating func newLawName(_ field: String) -> String? {
        guard let name = requiredString(field, "the law's name: small letters, digits and hyphens") else { return nil }
        guard LawAlias.isName(name) else {
            report(field, .notALawName(text: name))
            return nil
        }
        guard !CoefficientSet.isPublished(name: name), !LawRequest.pathWords.contains(name) else {
            report(field, .reservedName(text: name))
            return nil
        }
        return name
    }

    /// `{min, max}` of the field `name`, where it is given; nil where a fault is reported.
    fileprivate mutating func range(_ name: String, in domain: Domain) -> ClosedRange<Double>? {
        object(name) { fields in
            let lower = fields.requiredNumber("min", in: domain, "the least value")
            let upper = fields.requiredNumber("max", in: domain, "the greatest value")
            guard let lower, let upper else { return nil }
            guard lower <= upper else {
                fields.report("max", .crossedBounds(lower: lower, upper: upper))
                return nil
            }
            return lower...upper
        }
    }

    /// The first element of the array of the field `name`, which stays to be taken; nil where there is none.
    fileprivate mutating func firstElement(_ name: String) -> JSONValue? {
        guard case .array(let elements) = peek(name) else { return nil }
        return elements.first
    }
}
