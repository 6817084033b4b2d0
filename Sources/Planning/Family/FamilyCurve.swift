import Foundation
import ScalingLaws

/// The students of a family, as far as a teacher concerns them.
struct FamilyStudents {
    let students: [FixedStudent]
    let sharing: TokenSharing

    /// The students of `problem` under `law`.
    init(_ problem: FamilyProblem, _ law: DistillationLaw) {
        let template = problem.template
        students = problem.members.map {
            FixedStudent(
                parameters: $0.parameters, supervised: template.law.supervised, distillation: law,
                repetition: template.student.repetition)
        }
        sharing = problem.sharing
    }

    /// The best use of `FLOPs` with a teacher of one loss, whose logits cost so much a token.
    func share(_ FLOPs: Double, logitsFLOPsPerToken: Double, logTeacherLoss: Double) -> TokenSharing.Outcome {
        sharing.share(FLOPs, extraFLOPsPerToken: logitsFLOPsPerToken) { student, logTokens in
            let gap = students[student].gap(logTokens: logTokens, logTeacherLoss: logTeacherLoss)
            return gap.nats * gap.slopeInLogTokens
        }
    }

    /// The weighted mean of the students' gaps to their teacher, in nats, and its derivative in log L_T.
    func gap(_ tokens: [Double], logTeacherLoss: Double) -> (nats: Double, slope: Double) {
        var (nats, slope) = (0.0, 0.0)
        for (index, student) in students.enumerated() {
            let gap = student.gap(logTokens: log(tokens[index]), logTeacherLoss: logTeacherLoss)
            nats += sharing.students[index].weight * gap.nats
            slope += sharing.students[index].weight * gap.nats * gap.slopeInLogTeacherLoss
        }
        return (nats, slope)
    }
}

extension FamilyProblem {
    /// How tokens are shared among the members.
    var sharing: TokenSharing {
        let weights = members.reduce(0) { $0 + $1.weight }
        return TokenSharing(
            members.map {
                TokenSharing.Student(
                    weight: $0.weight / weights, count: Double($0.count),
                    trainingFLOPsPerToken: 3 * template.cost.forwardFLOPsPerToken(parameters: $0.parameters))
            }, tokens: template.student.tokens)
    }
}

/// The weighted loss of a family as a function of its teacher's σ, with the cheapest teacher and the best tokens for
/// each: what ``LossCurve`` is for one student.
struct FamilyCurve: SearchCurve {
    private let family: FamilyStudents
    private let chooser: TeacherChooser
    private let supervised: SupervisedLaw
    private let budgetFLOPs: Double
    private let transitionWidth: Double
    let range: ClosedRange<Double>

    /// The curve of a family whose teacher is trained within bounds, and whose budget pays for the least.
    init(_ problem: FamilyProblem, _ law: DistillationLaw, parameters: Bounds, tokens: Bounds) {
        let template = problem.template
        family = FamilyStudents(problem, law)
        supervised = template.law.supervised
        chooser = TeacherChooser(
            supervised, template.cost, template.weights, parameters: parameters, tokens: tokens)
        budgetFLOPs = template.budgetFLOPs - problem.servingFLOPs
        transitionWidth = law.transitionWidth
        let students = family.sharing.students
        let least = template.student.tokens.lower
        let training = students.reduce(0) { $0 + $1.count * $1.trainingFLOPsPerToken } * least
        range = chooser.affordable(
            FLOPs: budgetFLOPs - training, tokens: students.reduce(0) { $0 + $1.count } * least,
            near: chooser.sigmaRange.lowerBound)
    }

    /// The curve at one σ.
    struct Point: SearchPoint {
        /// σ.
        let position: Double
        /// The teacher.
        let choice: TeacherChooser.Choice
        /// L_T in nats per token.
        let teacherLoss: Double
        /// The weighted mean of the students' gaps to it, in nats.
        let gap: Double
        let slope: Double
        /// How many students' tokens are at a bound.
        let bound: Int
        /// How far σ can move before the law's transition or the tokens change much.
        let reach: Double

        var loss: Double { teacherLoss + gap }
    }

    func point(_ sigma: Double, near neighbour: Point?) -> Point {
        let demand = Demand(family: family, supervised: supervised)
        let choice = chooser.choice(
            sigma: sigma, budgetFLOPs: budgetFLOPs, for: demand, near: neighbour?.choice.logit)
        let logTeacherLoss = supervised.logLoss(logReducibleSum: sigma)
        let pretraining = choice.teacherFLOPs - choice.logitsFLOPsPerToken * choice.studentTokens
        let shared = family.share(
            budgetFLOPs - pretraining, logitsFLOPsPerToken: choice.logitsFLOPsPerToken,
            logTeacherLoss: logTeacherLoss)
        let gap = family.gap(shared.tokens, logTeacherLoss: logTeacherLoss)
        let teacherLoss = exp(logTeacherLoss)
        let teacherSlope =
            supervised.sumExponent * (teacherLoss - supervised.irreducibleLossNats) / teacherLoss
        let tokens = family.sharing.tokens
        return Point(
            position: sigma, choice: choice, teacherLoss: teacherLoss, gap: gap.nats,
            slope: (teacherLoss + gap.slope) * teacherSlope - shared.price * choice.savings,
            bound: shared.tokens.count { $0 == tokens.lower || $0 == tokens.upper },
            reach: min(
                0.5, transitionWidth / (4 * teacherSlope), (budgetFLOPs - choice.teacherFLOPs) / choice.savings))
    }

    /// The students' tokens, summed, for the best use of what is left beside the teacher's training.
    private struct Demand: TokenDemand {
        let family: FamilyStudents
        let supervised: SupervisedLaw

        func tokens(FLOPs: Double, logitsFLOPsPerToken: Double, sigma: Double) -> Double {
            family.share(
                FLOPs, logitsFLOPsPerToken: logitsFLOPsPerToken,
                logTeacherLoss: supervised.logLoss(logReducibleSum: sigma)
            ).total(family.sharing.students)
        }
    }

    /// As of one student: a weaker teacher, and the FLOPs that it leaves, both lower the least weighted gap.
    func mayFall(below loss: Double, _ left: Point, _ right: Point) -> Bool { left.teacherLoss + right.gap < loss }

    func mayFall(below loss: Double, beyond point: Point) -> Bool { point.teacherLoss < loss }

    func isShort(_ left: Point, _ right: Point) -> Bool {
        right.position - left.position <= min(left.reach, right.reach)
    }

    func hasKink(_ left: Point, _ right: Point) -> Bool { left.bound != right.bound }

    var start: Double { range.lowerBound }
    var firstStep: Double { step(intervals: 12) }
    let stepGrowth = 1.0

    let tolerance = 1e-12
}
