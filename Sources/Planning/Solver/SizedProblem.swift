import ScalingLaws

/// A planning problem whose student has one size: what is left to choose are tokens and the teacher.
struct SizedProblem {
    /// Gives L_T, and L̃_S within ``student``.
    let supervised: SupervisedLaw
    /// The student.
    let student: FixedStudent
    let cost: TransformerCost
    /// C in FLOPs, of which ``servingFLOPs`` are spent already.
    let budgetFLOPs: Double
    /// F(N_S) for each token that the student serves.
    let servingFLOPs: Double
    /// F(N_S).
    let studentForward: TransformerCost.Forward
    let studentParameters: Double
    let studentParameterBounds: Bounds
    let studentTokens: Bounds
    let teacherParameters: Bounds
    let teacherTokens: Bounds
    let weights: CostWeights

    /// The problem of a student of `parameters`.
    init(
        _ problem: PlanningProblem, _ law: DistillationLaw, parameters: Double, teacherParameters: Bounds,
        teacherTokens: Bounds
    ) {
        supervised = problem.law.supervised
        student = FixedStudent(
            parameters: parameters, supervised: supervised, distillation: law,
            repetition: problem.student.repetition)
        cost = problem.cost
        budgetFLOPs = problem.budgetFLOPs
        studentForward = problem.cost.forward(parameters: parameters)
        servingFLOPs = studentForward.flops * problem.student.servingTokens
        studentParameters = parameters
        studentParameterBounds = problem.student.parameters
        studentTokens = problem.student.tokens
        self.teacherParameters = teacherParameters
        self.teacherTokens = teacherTokens
        weights = problem.weights
    }

    /// The cheapest teachers within the bounds.
    var chooser: TeacherChooser {
        TeacherChooser(supervised, cost, weights, parameters: teacherParameters, tokens: teacherTokens)
    }

    /// What the budget leaves for training.
    var trainingBudgetFLOPs: Double { budgetFLOPs - servingFLOPs }

    /// 3 F(N_S).
    var trainingFLOPsPerToken: Double { 3 * studentForward.flops }

    /// Equation 9 for one allocation, each term as far as the budget pays it.
    func compute(studentTokens: Double, teacherParameters: Double, teacherTokens: Double) -> ComputeSplit {
        compute(
            studentTokens: studentTokens, teacherForward: cost.forwardFLOPsPerToken(parameters: teacherParameters),
            teacherTokens: teacherTokens)
    }

    /// The same for a teacher of which F(N_T) is known.
    func compute(studentTokens: Double, teacherForward: Double, teacherTokens: Double) -> ComputeSplit {
        ComputeSplit(
            studentTraining: trainingFLOPsPerToken * studentTokens,
            teacherLogits: weights.teacherLogits * (teacherForward * studentTokens),
            teacherPretraining: weights.teacherPretraining * (3 * teacherForward * teacherTokens),
            serving: servingFLOPs)
    }
}
