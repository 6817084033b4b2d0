import Fitting
import Records
import ScalingLaws

/// How a law was fitted to the runs of a study, as its provenance says.
struct LawOrigin {
    /// Which runs it was fitted to.
    let filter: RunFilter
    /// What was fitted.
    let kind: FittedKind
    /// Whether the supervised law under a distillation law was fitted to the study too.
    let fitsBoth: Bool
    /// Whether γ was fitted.
    let sumExponent: LawFit.SumExponent
    /// δ, and the belief about the sum's exponent.
    let delta: Double?
    let sumExponentPriorFactor: Double?
    private let digest: String

    /// Nil where `law` was not fitted to `study` by this program.
    init?(_ law: CoefficientSet, study: String) {
        guard let provenance = law.provenance, provenance.study == study,
            let options = try? JSONParser.parse(Array(provenance.options.utf8)),
            case .string(let name)? = options["law"], let kind = FittedKind(rawValue: name),
            let filter = try? RunFilter(parsing: provenance.filter)
        else { return nil }
        self.filter = filter
        self.kind = kind
        fitsBoth = kind == .distillation && options["supervised_law"] == nil
        sumExponent = options["gamma"] == .string(LawFit.SumExponent.one.rawValue) ? .one : .free
        delta = Self.number(options["delta"])
        sumExponentPriorFactor = Self.number(options["gamma_prior_factor"])
        digest = provenance.dataDigest
    }

    private static func number(_ value: JSONValue?) -> Double? {
        guard case .number(let text)? = value else { return nil }
        return Double(text)
    }

    /// Whether the part of the law that runs of this kind tell was fitted to the study.
    func covers(_ kind: FittedKind) -> Bool { kind == self.kind || fitsBoth }

    /// Whether the runs that a fit would see now are those that it saw; the digest is over all that it read.
    func isCurrent(_ digestOf: (RunFilter) throws -> String) rethrows -> Bool {
        var seen = filter
        seen.excluded = filter.excluded ?? false
        seen.kind = fitsBoth ? nil : kind == .supervised ? .supervised : .distillation
        return try digestOf(seen) == digest
    }
}
