import Fitting
import Records
import ScalingLaws

/// Which law is fitted.
enum FittedKind: String, CaseIterable {
    /// Equation 1.
    case supervised
    /// Equation 8, on top of equation 1.
    case distillation
}

/// What a fit is asked to do.
struct FitRequest {
    var kind: FittedKind
    /// The name of the law that it becomes.
    var name: String
    var filter: RunFilter
    var sumExponent: LawFit.SumExponent
    /// The law whose supervised part is taken as it is; absent where that is fitted too.
    var supervisedLaw: CoefficientSet?
    var options: FitOptions
    var holdout: Holdout?

    /// Which runs are kept back, to see what the law makes of runs that it has not seen.
    enum Holdout: Hashable {
        /// Those of a lower loss: the largest models, usually.
        case lossBelow(Double)
        /// Those of this part of the study.
        case split(String)
        /// The share of the runs that took the most compute, by 6 N D.
        case largestCompute(share: Double)
    }

    static let defaultResamples = 256

    /// Reads a request; the law is named as `study` where it does not say.
    ///
    /// - Throws: ``Faults``, all that is wrong with it.
    static func read(_ body: JSONValue, study: String, _ laws: LawCatalog) throws(Faults) -> FitRequest {
        try ObjectReader.read(body) { reader in
            let kind = reader.required("law", as: FittedKind.self, "which law to fit: supervised or distillation")
            let name = Self.name(&reader, study, laws)
            let filter = reader.filter("filter")
            let gamma = reader.choice("gamma", as: GammaChoice.self) ?? .free
            let supervised = Self.supervisedLaw(&reader, kind, laws)
            let options = Self.options(&reader, kind)
            let holdout = reader.object("holdout", Self.holdout)
            guard let kind, let name, let filter else { return nil }
            return FitRequest(
                kind: kind, name: name, filter: filter, sumExponent: gamma == .one ? .one : .free,
                supervisedLaw: supervised, options: options, holdout: holdout)
        }
    }

    private enum GammaChoice: String, CaseIterable { case one, free }

    private static func name(_ reader: inout ObjectReader, _ study: String, _ laws: LawCatalog) -> String? {
        let field = reader.has("name") ? "name" : nil
        let name = field == nil ? study : reader.string("name")
        guard let name else { return nil }
        if !StudyRecord.isIdentifier(name) { reader.report("name", .record(.notAStudyID(text: name))) }
        if CoefficientSet.isPublished(name: name) || laws.aliases.contains(where: { $0.name == name }) {
            reader.report("name", .nameTaken(text: name))
        }
        return name
    }

    private static func supervisedLaw(
        _ reader: inout ObjectReader, _ kind: FittedKind?, _ laws: LawCatalog
    ) -> CoefficientSet? {
        guard let reference = reader.string("supervised_law") else { return nil }
        if kind == .supervised {
            reader.report("supervised_law", .excludes("law"))
            return nil
        }
        guard let set = laws.set(reference) else {
            reader.report("supervised_law", .unknownName(text: reference, known: laws.names))
            return nil
        }
        return set
    }

    private static func options(_ reader: inout ObjectReader, _ kind: FittedKind?) -> FitOptions {
        var options = FitOptions()
        options.delta = reader.number("delta", in: Domain(0, 10, lowerIsOpen: true)) ?? options.delta
        options.starts = reader.integer("starts", in: Domain(1, 1000)) ?? options.starts
        options.seed = UInt64(reader.integer("seed", in: Domain(0, 9_007_199_254_740_991)) ?? 1)
        options.level = reader.number("level", in: Domain(0.01, 0.999)) ?? options.level
        options.hasProfiles = reader.flag("profiles") ?? true
        options.leavesOut = reader.flag("leave_one_out") ?? true
        options.sumExponentPriorFactor = reader.number("gamma_prior_factor", in: Domain(1, 100, lowerIsOpen: true))
        let unit = kind == .supervised ? ResamplingUnit.run : .configuration
        options.bootstrap = .init(unit: unit, resamples: defaultResamples)
        let isOff = reader.peek("bootstrap") == .null
        if isOff {
            _ = reader.take("bootstrap")
            options.bootstrap = nil
        }
        let given = reader.object("bootstrap") { reader -> FitOptions.Bootstrap? in
            let resamples = reader.integer("resamples", in: Domain(1, 4096)) ?? defaultResamples
            return .init(unit: reader.choice("unit", as: ResamplingUnit.self) ?? unit, resamples: resamples)
        }
        if let given { options.bootstrap = given }
        return options
    }

    private static func holdout(_ reader: inout ObjectReader) -> Holdout? {
        let loss = reader.number("loss_below", in: DistillationLaw.lossDomain).map(Holdout.lossBelow)
        let split = reader.string("split").map(Holdout.split)
        let compute = reader.number("largest_compute", in: Domain(0, 0.5, lowerIsOpen: true))
            .map(Holdout.largestCompute)
        let given = [loss, split, compute].compactMap { $0 }
        if given.count > 1 { reader.report("loss_below", .excludes(split == nil ? "largest_compute" : "split")) }
        if given.isEmpty, !["loss_below", "split", "largest_compute"].contains(where: reader.wasGiven) {
            reader.report("loss_below", .missing(expected: "a rule: loss_below, split or largest_compute"))
        }
        return given.first
    }
}

extension ObjectReader {
    /// A choice that must be made; a fault says what is `expected` where it is not.
    mutating func required<Value: RawRepresentable & CaseIterable>(
        _ name: String, as type: Value.Type, _ expected: String
    ) -> Value? where Value.RawValue == String {
        guard has(name) else {
            report(name, .missing(expected: expected))
            return nil
        }
        return choice(name, as: type)
    }
}

extension FitRequest {
    /// The request with nothing left to be guessed, as canonical JSON of one line.
    var canonical: String {
        var members: [JSONValue.Member] = [
            .init("law", .string(kind.rawValue)), .init("name", .string(name)),
            .init("filter", .string(filter.text)),
            .init("gamma", .string(sumExponent.rawValue)),
        ]
        if let supervisedLaw {
            members.append(.init("supervised_law", .string("\(supervisedLaw.name)@\(supervisedLaw.version)")))
        }
        members += [
            .init("delta", .number(options.delta)), .init("starts", .number(options.starts)),
            .init("seed", .number(Int(options.seed))), .init("level", .number(options.level)),
            .init("profiles", .bool(options.hasProfiles)), .init("leave_one_out", .bool(options.leavesOut)),
        ]
        if let factor = options.sumExponentPriorFactor { members.append(.init("gamma_prior_factor", .number(factor))) }
        members.append(
            .init(
                "bootstrap",
                .optional(options.bootstrap) {
                    ["resamples": .number($0.resamples), "unit": .string($0.unit.rawValue)]
                }))
        if let holdout { members.append(.init("holdout", holdout.json)) }
        return String(decoding: JSONText.line(.object(members)), as: UTF8.self)
    }
}

extension FitRequest.Holdout {
    var json: JSONValue {
        switch self {
        case .lossBelow(let loss): ["loss_below": .number(loss)]
        case .split(let name): ["split": .string(name)]
        case .largestCompute(let share): ["largest_compute": .number(share)]
        }
    }
}
