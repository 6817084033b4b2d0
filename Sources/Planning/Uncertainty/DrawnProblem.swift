import ScalingLaws

extension PlanningProblem {
    /// The same question under the laws of one draw, at the same prices.
    func drawn(_ laws: FittedLaws) -> PlanningProblem {
        let law = law.drawn(laws)
        guard case .given(let teachers) = teacher else { return PlanningProblem(self, law: law) }
        return PlanningProblem(self, law: law, teacher: .given(teachers.map { $0.drawn(law) }))
    }
}

extension GivenTeacher {
    /// The same teacher under another law: a measured loss stays, and what a law said of it is said anew.
    func drawn(_ law: CoefficientSet) -> GivenTeacher {
        guard !lossIsMeasured, let parameters, let tokens else { return self }
        // The counts were checked when the teacher was made.
        return (try? GivenTeacher(name: name, parameters: parameters, tokens: tokens, law: law)) ?? self
    }
}

extension Configuration {
    /// The same student and teacher under the laws of one draw, at the same prices.
    func drawn(_ laws: FittedLaws) -> Configuration {
        Configuration(self, law: law.drawn(laws))
    }
}
