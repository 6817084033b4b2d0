/// The two laws of one fit: equation 1, and equation 8 on top of it where distilled students were fitted too.
public struct FittedLaws: Hashable, Sendable {
    /// The law of models trained on data alone.
    public let supervised: SupervisedLaw
    /// The law of distilled students; absent where the fit has none.
    public let distillation: DistillationLaw?

    /// Makes the pair; `distillation` must have been fitted on top of `supervised`.
    public init(supervised: SupervisedLaw, distillation: DistillationLaw?) {
        self.supervised = supervised
        self.distillation = distillation
    }

    /// The value of `coefficient`; absent for those of a distillation law that there is not.
    public subscript(coefficient: Coefficient) -> Double? {
        switch coefficient {
        case .irreducibleLoss: supervised.irreducibleLossNats
        case .parameterWeight: supervised.parameterWeight
        case .tokenWeight: supervised.tokenWeight
        case .parameterExponent: supervised.parameterExponent
        case .tokenExponent: supervised.tokenExponent
        case .sumExponent: supervised.sumExponent
        case .studentParameterWeight: distillation?.parameterWeight
        case .studentTokenWeight: distillation?.tokenWeight
        case .studentParameterExponent: distillation?.parameterExponent
        case .studentTokenExponent: distillation?.tokenExponent
        case .studentSumExponent: distillation?.sumExponent
        case .teacherLossExponent: distillation?.teacherLossExponent
        case .transitionExponent: distillation?.transitionExponent
        case .transitionWidth: distillation?.transitionWidth
        case .transitionRatio: distillation?.transitionRatio
        }
    }
}
