/// The coefficients of equations 1 and 8, in the order of the formulas.
public enum Coefficient: String, Hashable, Sendable, CaseIterable {
    /// The supervised law's E.
    case irreducibleLoss = "supervised.E"
    /// The supervised law's A.
    case parameterWeight = "supervised.A"
    /// The supervised law's B.
    case tokenWeight = "supervised.B"
    /// The supervised law's α.
    case parameterExponent = "supervised.alpha"
    /// The supervised law's β.
    case tokenExponent = "supervised.beta"
    /// The supervised law's γ.
    case sumExponent = "supervised.gamma"
    /// The distillation law's A'.
    case studentParameterWeight = "distillation.A"
    /// The distillation law's B'.
    case studentTokenWeight = "distillation.B"
    /// The distillation law's α'.
    case studentParameterExponent = "distillation.alpha"
    /// The distillation law's β'.
    case studentTokenExponent = "distillation.beta"
    /// The distillation law's γ'.
    case studentSumExponent = "distillation.gamma"
    /// The distillation law's c0.
    case teacherLossExponent = "distillation.c0"
    /// The distillation law's c1.
    case transitionExponent = "distillation.c1"
    /// The distillation law's f1.
    case transitionWidth = "distillation.f1"
    /// The distillation law's d1.
    case transitionRatio = "distillation.d1"
}

extension Coefficient {
    /// Where a law's coefficient lies.
    public var domain: Domain {
        switch self {
        case .irreducibleLoss: DistillationLaw.lossDomain
        case .parameterWeight, .tokenWeight, .studentParameterWeight, .studentTokenWeight: SupervisedLaw.weightDomain
        case .parameterExponent, .tokenExponent, .sumExponent, .studentParameterExponent, .studentTokenExponent,
            .studentSumExponent:
            SupervisedLaw.exponentDomain
        case .teacherLossExponent: Domain(0, 100)
        case .transitionExponent: Domain(0, 1e12)
        case .transitionWidth: Domain(0.05, 100)
        case .transitionRatio: Domain(1e-6, 1e100)
        }
    }

    /// The law that it belongs to, and its symbol there, such as `supervised` and `E`.
    public var symbol: (law: String, name: String) {
        let parts = rawValue.split(separator: ".")
        return (String(parts[0]), String(parts[1]))
    }

    /// Those of equation 1, in the formula's order.
    public static let supervised = allCases.filter { $0.symbol.law == "supervised" }

    /// Those of equation 8, in the formula's order.
    public static let distillation = allCases.filter { $0.symbol.law == "distillation" }
}

extension CoefficientSet {
    /// The value of `coefficient`; absent for those of a distillation law that the set does not have.
    public subscript(coefficient: Coefficient) -> Double? { laws[coefficient] }
}

extension SupervisedLaw {
    /// The law of the supervised coefficients among `values`.
    ///
    /// - Throws: ``DomainError`` where one is missing, with the value NaN, or outside its domain.
    public init(_ values: [Coefficient: Double]) throws(DomainError) {
        func value(_ coefficient: Coefficient) -> Double { values[coefficient] ?? .nan }
        try self.init(
            E: value(.irreducibleLoss), A: value(.parameterWeight), B: value(.tokenWeight),
            alpha: value(.parameterExponent), beta: value(.tokenExponent), gamma: value(.sumExponent))
    }
}

extension DistillationLaw {
    /// The law of the distillation coefficients among `values`; nil where there is none of them.
    ///
    /// - Throws: ``DomainError`` where one of several is missing, with the value NaN, or outside its domain.
    public init?(_ values: [Coefficient: Double]) throws(DomainError) {
        guard values.keys.contains(where: { $0.rawValue.hasPrefix("distillation.") }) else { return nil }
        func value(_ coefficient: Coefficient) -> Double { values[coefficient] ?? .nan }
        try self.init(
            A: value(.studentParameterWeight), B: value(.studentTokenWeight),
            alpha: value(.studentParameterExponent), beta: value(.studentTokenExponent),
            gamma: value(.studentSumExponent), c0: value(.teacherLossExponent), c1: value(.transitionExponent),
            f1: value(.transitionWidth), d1: value(.transitionRatio))
    }
}

extension FittedLaws {
    /// The laws of the coefficients in `values`.
    ///
    /// - Throws: ``DomainError`` where one is missing, with the value NaN, or outside its domain; the distillation law
    ///   is absent where all of its coefficients are.
    public init(_ values: [Coefficient: Double]) throws(DomainError) {
        self.init(supervised: try SupervisedLaw(values), distillation: try DistillationLaw(values))
    }
}
