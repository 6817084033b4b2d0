import Foundation
import ScalingLaws

/// A design for one model: from a fitted law and its runs to the variances between which a search chooses.
struct DesignProblem<Model: LossModel, Experiment: PlannedExperiment> {
    typealias Question = DesignQuestion<Model.Law, Experiment>

    let question: Question
    let model: Model
    /// The model at experiments.
    let modelAt: ([Experiment]) -> Model
    /// The fitted law.
    let law: Model.Law
    /// Its parameters.
    let vector: [Double]
    let logLosses: [Double]
    let configurations: [Configuration]
    let fit: FitOptions
    let options: DesignOptions

    /// - Throws: ``DesignError``.
    func outcome() throws(DesignError) -> DesignOutcome<Experiment> {
        try check()
        let scatter = try scatter()
        let (estimated, correlation) = try correlation()
        let numbering = Numbering(configurations)
        let slope = try quantitySlope()
        let present = QuantityVariance(
            quantity: slope, prior: prior(scatter), correlation: correlation,
            runs: zip(gradients(model), configurations).map { ($0, numbering.number($1)) })
        let report = Report(
            value: question.quantity(law), scatter: scatter, deviate: normalQuantile((1 + fit.level) / 2))
        let search = search(question.candidates, present, numbering)
        let selection = search.best()
        return DesignOutcome(
            status: status(selection), before: report.estimate(present), runs: report.runs(selection, search, question),
            protocols: question.protocols.map { grid in
                report.outcome(grid.name, self.search(grid.candidates, present, numbering).cheapest())
            },
            scatter: scatter, correlation: correlation, isCorrelationEstimated: estimated)
    }

    private func search(
        _ candidates: [Candidate<Experiment>], _ present: QuantityVariance, _ numbering: Numbering
    ) -> DesignSearch {
        let gradients = gradients(modelAt(candidates.map(\.experiment)))
        return DesignSearch(
            present: present,
            options: zip(candidates, gradients).map { candidate, gradient in
                DesignSearch.Option(
                    gradient: gradient, configuration: numbering.number(candidate.experiment.configuration),
                    cost: candidate.costFLOPs, repeats: candidate.repeats)
            }, budget: question.budgetFLOPs, mostRuns: options.mostRuns)
    }

    private func status(_ selection: DesignSearch.Selection) -> DesignStatus {
        if !selection.chosen.isEmpty { return .designed }
        return question.candidates.contains { $0.costFLOPs <= question.budgetFLOPs } ? .noGain : .budgetTooSmall
    }

    private func check() throws(DesignError) {
        guard !logLosses.isEmpty else { throw .noRuns }
        let count = question.candidates.count
        guard count <= Question.mostCandidates else {
            throw .tooManyCandidates(have: count, most: Question.mostCandidates)
        }
        do {
            _ = try Domain.positive.checked(options.priorResolutions, "priorResolutions")
            _ = try Domain(1, 1000).checked(Double(options.mostRuns), "mostRuns")
            if let scatter = options.scatter { _ = try Domain.positive.checked(scatter, "scatter") }
            if case .fixed(let value) = options.correlation { _ = try Domain(0, 1).checked(value, "correlation") }
        } catch {
            throw .option(error)
        }
    }
}

// MARK: - What the runs say

extension DesignProblem {
    private var residuals: [Double] { zip(evaluate(model).logLosses, logLosses).map { $0 - $1 } }

    private var huber: Huber { Huber(delta: fit.delta) }

    /// No training repeats its loss to within this share.
    private var leastScatter: Double { 1e-5 }

    private func scatter() throws(DesignError) -> Double {
        if let scatter = options.scatter { return scatter }
        guard logLosses.count > vector.count else {
            throw .scatterUnknown(haveRuns: logLosses.count, needRuns: vector.count + 1)
        }
        let scatter = ResidualScatter(residuals, huber, parameterCount: vector.count)
        return max(leastScatter, scatter.variance.squareRoot())
    }

    private func correlation() throws(DesignError) -> (isEstimated: Bool, value: Double) {
        switch options.correlation {
        case .fixed(let value): return (false, value)
        case .estimated:
            let known = forceCorrelation(residuals.map(huber.slope), configurations.groups)
            return (known != nil, known ?? 0.5)
        }
    }
}

/// The correlation of ψ(r) within groups, of which each counts by its members less one; nil of fewer than ten pairs.
///
/// It is how hard runs pull at a Huber estimate that makes its variance, not how far they are off.
func forceCorrelation(_ forces: [Double], _ groups: [[Int]]) -> Double? {
    var (pairs, weight, sum) = (0, 0.0, 0.0)
    for group in groups where group.count > 1 {
        let total = group.reduce(0) { $0 + forces[$1] }
        let squares = group.reduce(0) { $0 + forces[$1] * forces[$1] }
        pairs += group.count * (group.count - 1) / 2
        weight += Double(group.count - 1)
        sum += (total * total - squares) / Double(group.count)
    }
    let variance = mean(forces.map { $0 * $0 })
    guard pairs >= 10, variance > 0 else { return nil }
    return min(1, max(0, sum / weight / variance))
}

/// Numbers for configurations, the same for the same.
private final class Numbering {
    private var numbers: [Configuration: Int] = [:]

    init(_ configurations: [Configuration]) { for configuration in configurations { _ = number(configuration) } }

    func number(_ configuration: Configuration) -> Int {
        if let number = numbers[configuration] { return number }
        numbers[configuration] = numbers.count
        return numbers.count - 1
    }
}

// MARK: - Slopes

extension DesignProblem {
    /// The parameters that may move: a fit that ends at an end of a parameter's range ends there with more runs too.
    private var free: [Int] {
        vector.indices.filter { index in
            let bounds = model.parameters[index].bounds
            return vector[index] > bounds.lowerBound + 1e-6 && vector[index] < bounds.upperBound - 1e-6
        }
    }

    /// 1 / (the standard deviation of each free parameter before any run)², in units of its resolution and of one run's
    /// variance.
    private func prior(_ scatter: Double) -> [Double] {
        free.map { index in
            let parameter = model.parameters[index]
            var weight = 1 / (options.priorResolutions * options.priorResolutions)
            if let factor = fit.sumExponentPriorFactor, parameter.name == PowerSum.sumExponentName {
                weight += parameter.resolution * parameter.resolution / (log(factor) * log(factor))
            }
            return weight * scatter * scatter
        }
    }

    private func evaluate(_ model: Model) -> (logLosses: [Double], slopes: [Double]) {
        var logLosses = [Double](repeating: 0, count: model.runCount)
        var slopes = [Double](repeating: 0, count: model.runCount * vector.count)
        logLosses.withUnsafeMutableBufferPointer { logLosses in
            slopes.withUnsafeMutableBufferPointer { slopes in
                model.evaluate(vector, logLosses: logLosses, slopes: slopes)
            }
        }
        return (logLosses, slopes)
    }

    /// ∇log L̂ of every run in the free parameters, in units of their resolution.
    private func gradients(_ model: Model) -> [[Double]] {
        let slopes = evaluate(model).slopes
        return (0..<model.runCount).map { run in
            free.map { slopes[run * vector.count + $0] * self.model.parameters[$0].resolution }
        }
    }

    /// ∇q likewise, by differences of the law.
    private func quantitySlope() throws(DesignError) -> [Double] {
        guard question.quantity(law).isFinite else { throw .quantityUndefined(parameter: nil) }
        var slopes: [Double] = []
        for index in free {
            let parameter = model.parameters[index]
            var (below, above) = (vector, vector)
            // The truncation of 1e-4 is 1e-8 of the slope, and a quantity that is itself the end of a search to 1e-12 loses
            // no more.
            below[index] = max(vector[index] - 1e-4, parameter.bounds.lowerBound)
            above[index] = min(vector[index] + 1e-4, parameter.bounds.upperBound)
            let rise = question.quantity(try law(at: above)) - question.quantity(try law(at: below))
            guard rise.isFinite else { throw .quantityUndefined(parameter: parameter.name) }
            slopes.append(rise / (above[index] - below[index]) * parameter.resolution)
        }
        return slopes
    }

    private func law(at vector: [Double]) throws(DesignError) -> Model.Law {
        do {
            return try model.law(vector)
        } catch {
            throw .outsideDomain(coefficient: error.quantity, value: error.value)
        }
    }
}

// MARK: - The answer

/// Makes estimates of variances.
private struct Report {
    let value: Double
    let scatter: Double
    let deviate: Double

    func estimate(_ variance: QuantityVariance) -> QuantityEstimate {
        let error = max(0, variance.value).squareRoot() * scatter
        return QuantityEstimate(
            value: value, standardError: error, lower: value - deviate * error, upper: value + deviate * error)
    }

    func runs<Law, Experiment>(
        _ selection: DesignSearch.Selection, _ search: DesignSearch, _ question: DesignQuestion<Law, Experiment>
    ) -> [DesignedRun<Experiment>] {
        var (variance, cost) = (search.present, 0.0)
        return selection.chosen.map { index in
            let option = search.options[index]
            variance.add(option.gradient, configuration: option.configuration)
            cost += option.cost
            return DesignedRun(
                candidate: index, experiment: question.candidates[index].experiment, costFLOPs: option.cost,
                cumulativeCostFLOPs: cost, after: estimate(variance))
        }
    }

    func outcome(_ name: String, _ selection: DesignSearch.Selection) -> ProtocolOutcome {
        ProtocolOutcome(
            name: name, candidates: selection.chosen, costFLOPs: selection.cost, after: estimate(selection.variance))
    }
}
