import Foundation
import ScalingLaws

/// Equation 8 at the distillation runs, in log K, the parameters of ``PowerSum``, c0, log κ, log f1 and ε.
///
/// L_S = L_T + K (L_T/T0)^(−c0) · (1 + ε z)^(−1/ε) · [w (N_S/N0)^(−α') + (1−w) (D_S/D0)^(−β')]^γ' with
/// z = (L_T / (κ L̃_S))^(1/f1). ε = 1/(c1 f1), and κ = d1 (c1 f1)^(−f1): as c1 and d1 grow together the cutoff tends to
/// e^(−z), which is ε = 0, so that the limit to which real runs lead is a vector like any other.
struct DistillationModel: LossModel {
    let parameters: [FitParameter]
    private let middle: RunMiddle
    private let logMiddleTeacherLoss: Double
    private let runs: [Terms]

    /// What of a run does not depend on the parameters.
    private struct Terms {
        let size: Double
        let tokens: Double
        /// log(L_T/T0).
        let logTeacherLoss: Double
        /// log(L_T/L̃_S).
        let logWeakness: Double
        let teacherLoss: Double
        let studentLoss: Double

        init(
            _ experiment: DistillationExperiment, studentLoss: Double, on supervised: SupervisedLaw, middle: RunMiddle,
            logMiddleTeacherLoss: Double
        ) {
            let (logSize, logTokens) = (log(experiment.studentParameters), log(experiment.studentTokens))
            let logTeacherLoss = log(experiment.teacherLossNats)
            let alone = supervised.logLoss(
                logReducibleSum: supervised.logReducibleSum(logParameters: logSize, logTokens: logTokens))
            size = logSize - middle.logParameters
            tokens = logTokens - middle.logTokens
            self.logTeacherLoss = logTeacherLoss - logMiddleTeacherLoss
            logWeakness = logTeacherLoss - alone
            teacherLoss = experiment.teacherLossNats
            self.studentLoss = studentLoss
        }
    }

    init(_ runs: [DistillationRun], on supervised: SupervisedLaw) {
        let (sizes, tokens) = (runs.map { log($0.studentParameters) }, runs.map { log($0.studentTokens) })
        let teacherLosses = runs.map { log($0.teacherLossNats) }
        let middle = RunMiddle(logParameters: mean(sizes), logTokens: mean(tokens))
        let middleTeacher = mean(teacherLosses)
        self.init(
            parameters: [FitParameter(name: "log_scale", bounds: -30...10, usual: 0...0)]
                + PowerSum.parameters(hasFreeSumExponent: true) + [
                    FitParameter(name: "teacher_loss_exponent", bounds: 0...100, usual: 0...4),
                    FitParameter(name: "log_kappa", bounds: -10...10, usual: log(0.8)...log(1.3)),
                    FitParameter(
                        name: "log_transition_width", bounds: log(0.05)...log(5), usual: log(0.06)...log(0.5)),
                    // c1 f1 above 1: a cutoff that falls more slowly hardly is one.
                    FitParameter(name: "inverse_transition_exponent", bounds: 0...1000, usual: 0...1),
                ],
            middle: middle, logMiddleTeacherLoss: middleTeacher,
            runs: runs.map {
                Terms(
                    DistillationExperiment($0), studentLoss: $0.studentLossNats, on: supervised, middle: middle,
                    logMiddleTeacherLoss: middleTeacher)
            })
    }

    /// The same law at experiments that have no loss yet, from which no search can start.
    func at(_ experiments: [DistillationExperiment], on supervised: SupervisedLaw) -> DistillationModel {
        DistillationModel(
            parameters: parameters, middle: middle, logMiddleTeacherLoss: logMiddleTeacherLoss,
            runs: experiments.map {
                Terms(
                    $0, studentLoss: .nan, on: supervised, middle: middle, logMiddleTeacherLoss: logMiddleTeacherLoss)
            })
    }

    private init(parameters: [FitParameter], middle: RunMiddle, logMiddleTeacherLoss: Double, runs: [Terms]) {
        self.parameters = parameters
        self.middle = middle
        self.logMiddleTeacherLoss = logMiddleTeacherLoss
        self.runs = runs
    }

    /// How many parameters it has.
    static let parameterCount = 9

    var hasOneMinimum: Bool { false }

    var runCount: Int { runs.count }

    func evaluate(
        _ vector: [Double], logLosses: UnsafeMutableBufferPointer<Double>, slopes: UnsafeMutableBufferPointer<Double>
    ) {
        let powers = powers(vector)
        let cutoff = Cutoff(logKappa: vector[6], logWidth: vector[7], inverseExponent: vector[8])
        let (logScale, teacherExponent) = (vector[0], vector[5])
        var next = 0
        for (index, run) in runs.enumerated() {
            let power = powers.value(run.size, run.tokens)
            let cut = cutoff.value(run.logWeakness)
            let gap = exp(logScale - teacherExponent * run.logTeacherLoss - cut.log + powers.logPower(power))
            let loss = run.teacherLoss + gap
            let share = gap / loss
            logLosses[index] = log(loss)
            slopes[next] = share
            slopes[next + 1] = share * power.bySizeSlope
            slopes[next + 2] = share * power.byTokenSlope
            slopes[next + 3] = share * power.byShareLogit
            slopes[next + 4] = share * power.bySumExponent
            slopes[next + 5] = -share * run.logTeacherLoss
            slopes[next + 6] = -share * cut.byLogKappa
            slopes[next + 7] = -share * cut.byLogWidth
            slopes[next + 8] = -share * cut.byInverseExponent
            next += Self.parameterCount
        }
    }

    private func powers(_ vector: [Double]) -> PowerSum {
        PowerSum(
            logSizeSlope: vector[1], logTokenSlope: vector[2], shareLogit: vector[3], logSumExponent: vector[4])
    }

    func start(_ shares: [Double]) -> [Double] {
        var vector = between(parameters, shares)
        let powers = powers(vector)
        let cutoff = Cutoff(logKappa: vector[6], logWidth: vector[7], inverseExponent: vector[8])
        // A student that is no worse than its teacher tells nothing of the gap's size.
        let gaps = runs.filter { $0.studentLoss > $0.teacherLoss }.map { run in
            log(run.studentLoss - run.teacherLoss) + vector[5] * run.logTeacherLoss
                + cutoff.value(run.logWeakness).log - powers.logPower(powers.value(run.size, run.tokens))
        }
        vector[0] = median(gaps)
        return clamped(vector)
    }

    func selecting(_ indices: [Int]) -> DistillationModel {
        DistillationModel(
            parameters: parameters, middle: middle, logMiddleTeacherLoss: logMiddleTeacherLoss,
            runs: indices.map { runs[$0] })
    }

    /// The vector of a law.
    func vector(_ law: DistillationLaw) -> [Double] {
        let (logScale, powers) = PowerSum.vector(
            weights: (law.parameterWeight, law.tokenWeight),
            exponents: (law.parameterExponent, law.tokenExponent, law.sumExponent), middle: middle)
        let steepness = law.transitionExponent * law.transitionWidth
        return [logScale - law.teacherLossExponent * logMiddleTeacherLoss] + powers + [
            law.teacherLossExponent, log(law.transitionRatio) - law.transitionWidth * log(steepness),
            log(law.transitionWidth), 1 / steepness,
        ]
    }

    /// c1 is the greatest that a law has where the fit is at its limit.
    func law(_ vector: [Double]) throws(DomainError) -> DistillationLaw {
        let powers = powers(vector)
        let width = exp(vector[7])
        let most = Coefficient.transitionExponent.domain.upper
        let exponent = min(1 / (vector[8] * width), most)
        let weights = powers.weights(logScale: vector[0] + vector[5] * logMiddleTeacherLoss, middle: middle)
        return try DistillationLaw(
            A: weights.parameters, B: weights.tokens, alpha: powers.sizeExponent, beta: powers.tokenExponent,
            gamma: powers.sumExponent, c0: vector[5], c1: exponent, f1: width,
            d1: exp(vector[6] + width * log(exponent * width)))
    }
}
