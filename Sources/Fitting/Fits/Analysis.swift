import Foundation
import ScalingLaws

/// Everything that is worked out around a fit's optimum.
struct Analysis<Model: LossModel>: Sendable {
    let fitter: Fitter<Model>
    let search: Fitter<Model>.Search
    let configurations: [Configuration]
    let options: FitOptions
    let workers: Workers

    private var optimum: [Double] { search.best.vector }

    /// - Throws: ``FittingError/cancelled`` and ``FittingError/outsideDomain(coefficient:value:)``.
    func outcome(_ resampled: @escaping @Sendable (Int) -> Model) throws(FittingError) -> FitOutcome<Model.Law> {
        let law: Model.Law
        do {
            law = try fitter.model.law(optimum)
        } catch {
            throw .outsideDomain(coefficient: error.quantity, value: error.value)
        }
        let point = fitter.minimiser().evaluate(optimum)
        let scatter = ResidualScatter(point.residuals, fitter.huber, parameterCount: optimum.count)
        let profiles = options.hasProfiles ? try profiles(scatter) : nil
        let estimates = estimates(profiles)
        let predictions = predictions(point.residuals)
        return FitOutcome(
            law: law, status: status(estimates), objective: objective(point.residuals),
            scaledGradient: search.best.scaledGradient, starts: search.starts, startsAgreed: search.agreed,
            evaluations: search.evaluations, parameters: estimates,
            identifiability: identifiability(point, scatter), predictionsNats: predictions,
            errors: FitErrors(predictedNats: predictions, measuredNats: measured),
            leaveOneOut: options.leavesOut ? try leaveOneOut() : nil, bootstrap: try bootstrap(resampled))
    }

    private var measured: [Double] { fitter.logLosses.map { exp($0) } }

    private func predictions(_ residuals: [Double]) -> [Double] {
        zip(residuals, fitter.logLosses).map { exp($0 + $1) }
    }

    private func objective(_ residuals: [Double]) -> Double {
        residuals.reduce(0) { $0 + fitter.huber.loss($1) }
    }

    private func estimates(_ profiles: [ProfileInterval]?) -> [ParameterEstimate] {
        fitter.model.parameters.enumerated().map { index, parameter in
            ParameterEstimate(
                name: parameter.name, value: optimum[index], profile: profiles?[index],
                resolution: parameter.resolution)
        }
    }

    private func status(_ estimates: [ParameterEstimate]) -> FitStatus {
        let parameters = fitter.model.parameters
        return FitStatus(
            isConverged: search.best.isConverged,
            atBound: parameters.indices.filter { index in
                let bounds = parameters[index].bounds
                return optimum[index] <= bounds.lowerBound || optimum[index] >= bounds.upperBound
            }.map { parameters[$0].name },
            notIdentified: estimates.filter { $0.isIdentified == false }.map(\.name))
    }
}

extension ParameterEstimate {
    /// Whether the profile interval is no wider than twice the resolution; nil where there is none.
    public var isIdentified: Bool? {
        guard let profile else { return nil }
        guard let lower = profile.lower, let upper = profile.upper else { return false }
        return upper - lower <= 2 * resolution
    }
}

// MARK: - What the runs tell

extension Analysis {
    private func identifiability(
        _ point: HuberMinimiser<Model>.Point, _ scatter: ResidualScatter
    ) -> Identifiability {
        let parameters = fitter.model.parameters
        var information = SymmetricMatrix(size: parameters.count)
        for run in point.residuals.indices {
            information.addOuter(
                parameters.indices.map { point.slopes[run * parameters.count + $0] * parameters[$0].resolution })
        }
        return Identifiability(
            directions: information.eigenpairs().map { pair in
                Identifiability.Direction(
                    eigenvalue: max(0, pair.value),
                    standardError: pair.value > 0 ? (scatter.variance / pair.value).squareRoot() : .infinity,
                    components: zip(parameters, pair.vector).map {
                        Identifiability.Component(name: $0.name, weight: $1)
                    })
            })
    }

    private func profiles(_ scatter: ResidualScatter) throws(FittingError) -> [ProfileInterval] {
        let rise = scatter.rise(level: options.level)
        let ends = try workers.map(.profiles, 2 * optimum.count) { piece in
            ProfileEnd(fitter: fitter, optimum: search.best, parameter: piece / 2, isUpper: piece % 2 == 1, rise: rise)
                .position()
        }
        return stride(from: 0, to: ends.count, by: 2).map { ProfileInterval(lower: ends[$0], upper: ends[$0 + 1]) }
    }
}

// MARK: - Other runs

extension Analysis {
    private func leaveOneOut() throws(FittingError) -> LeaveOneOut {
        let groups = configurations.groups
        let left = try workers.map(.leaveOneOut, groups.count) { index -> [Double] in
            var weights = [Double](repeating: 1, count: configurations.count)
            for run in groups[index] { weights[run] = 0 }
            let minimum = fitter.refit(
                weights: weights, from: optimum, seed: options.seed, stream: UInt64(index) | 1 << 40)
            let residuals = fitter.minimiser().evaluate(minimum.vector).residuals
            return groups[index].map { exp(residuals[$0] + fitter.logLosses[$0]) }
        }
        var predictions = [Double](repeating: 0, count: configurations.count)
        for (group, values) in zip(groups, left) { for (run, value) in zip(group, values) { predictions[run] = value } }
        return LeaveOneOut(
            configurations: groups.count, errors: FitErrors(predictedNats: predictions, measuredNats: measured),
            predictionsNats: predictions)
    }

    private func bootstrap(
        _ resampled: @escaping @Sendable (Int) -> Model
    ) throws(FittingError) -> BootstrapOutcome<Model.Law>? {
        guard let bootstrap = options.bootstrap else { return nil }
        let resampling = Resampling(configurations, unit: bootstrap.unit, seed: options.seed)
        let draws = try workers.map(.resamples, bootstrap.resamples) { index -> Model.Law? in
            let model = resampled(index)
            let minimum = Fitter(model: model, logLosses: fitter.logLosses, huber: fitter.huber, prior: fitter.prior)
                .refit(
                    weights: resampling.weights(index), from: optimum, seed: options.seed,
                    stream: UInt64(index) | 3 << 40)
            return minimum.isConverged ? try? model.law(minimum.vector) : nil
        }
        let kept = draws.indices.filter { draws[$0] != nil }
        return BootstrapOutcome(
            unit: bootstrap.unit, resamples: bootstrap.resamples, draws: draws.compactMap { $0 }, indices: kept)
    }
}

extension [Configuration] {
    /// The indices of the runs of each configuration, in the order in which configurations first appear.
    var groups: [[Int]] {
        var order: [Configuration: Int] = [:]
        var groups: [[Int]] = []
        for (index, configuration) in enumerated() {
            if let group = order[configuration] {
                groups[group].append(index)
            } else {
                order[configuration] = groups.count
                groups.append([index])
            }
        }
        return groups
    }
}
