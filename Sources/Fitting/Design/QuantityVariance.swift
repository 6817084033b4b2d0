/// The variance of one quantity of a fitted law, and what another run would make of it.
///
/// With g_i = ∇log L̂_i of every run and c = ∇q, in units of one run's variance σ² and a weak prior P:
///
///     M = P + Σ g_i g_iᵀ                                   the information matrix
///     S = P + Σ g_i g_iᵀ + ρ Σ_k Σ_{i≠j in k} g_i g_jᵀ      the variance of the runs' pull, k over configurations
///     Var q / σ² = cᵀ M⁻¹ S M⁻¹ c
///
/// It is the variance of the estimate that the fit makes, which takes runs as independent, when errors within a
/// configuration have the correlation ρ (Liang and Zeger 1986). With ρ = 0, S is M and it is cᵀ M⁻¹ c, the criterion
/// of c-optimality (Pukelsheim 2006, chapter 2).
struct QuantityVariance {
    private let correlation: Double
    private let quantity: [Double]
    /// M⁻¹.
    private(set) var inverse: SymmetricMatrix
    private var pull: SymmetricMatrix
    /// Σ g_i by configuration.
    private var sums: [Int: [Double]] = [:]
    private var derived = Derived()

    /// What follows from the rest, for a quick look at many runs.
    private struct Derived {
        /// M⁻¹ S M⁻¹.
        var covariance = SymmetricMatrix(size: 0)
        /// M⁻¹ c.
        var influence: [Double] = []
        /// M⁻¹ S M⁻¹ c.
        var leverage: [Double] = []
        /// Of a configuration: M⁻¹ Σ g and (Σ g)ᵀ M⁻¹ c.
        var sums: [Int: (image: [Double], onQuantity: Double)] = [:]
    }

    /// cᵀ M⁻¹ S M⁻¹ c.
    private(set) var value = 0.0

    /// The variance with `runs`, of which each belongs to a configuration.
    init(quantity: [Double], prior: [Double], correlation: Double, runs: [(gradient: [Double], configuration: Int)]) {
        self.quantity = quantity
        self.correlation = correlation
        let size = quantity.count
        var information = SymmetricMatrix(size: size)
        for run in runs { information.addOuter(run.gradient) }
        for index in 0..<size { information[index, index] += prior[index] }
        inverse = information.inverse(least: 1e-12)
        pull = information
        for run in runs { correlate(run.gradient, run.configuration) }
        derive()
    }

    /// Adds to S what a run shares with those of its configuration.
    private mutating func correlate(_ gradient: [Double], _ configuration: Int) {
        guard correlation > 0 else { return }
        let sum = sums[configuration] ?? [Double](repeating: 0, count: gradient.count)
        for row in gradient.indices {
            for column in gradient.indices {
                pull[row, column] += correlation * (sum[row] * gradient[column] + gradient[row] * sum[column])
            }
        }
        sums[configuration] = zip(sum, gradient).map { $0 + $1 }
    }

    private mutating func derive() {
        derived.influence = inverse.times(quantity)
        derived.covariance = pull.between(inverse)
        derived.leverage = derived.covariance.times(quantity)
        derived.sums = sums.mapValues { sum in (inverse.times(sum), dot(sum, derived.influence)) }
        value = dot(quantity, derived.leverage)
    }

    /// Adds a run, M⁻¹ by Sherman and Morrison 1950.
    mutating func add(_ gradient: [Double], configuration: Int) {
        let image = inverse.times(gradient)
        let weight = 1 / (1 + dot(gradient, image))
        for row in image.indices {
            for column in image.indices { inverse[row, column] -= weight * image[row] * image[column] }
        }
        pull.addOuter(gradient)
        correlate(gradient, configuration)
        derive()
    }

    /// What ``value`` would be with another run.
    ///
    /// M⁻¹ c becomes x − t u with u = M⁻¹ g and t = gᵀx / (1 + gᵀu), and S gains g gᵀ and what g shares with its
    /// configuration.
    func value(adding gradient: [Double], configuration: Int) -> Double {
        let share = dot(gradient, derived.influence) / (1 + inverse.form(gradient))
        if correlation == 0 { return value - share * dot(gradient, derived.influence) }
        let old =
            value + share * (share * derived.covariance.form(gradient) - 2 * dot(gradient, derived.leverage))
        guard let sum = derived.sums[configuration] else { return old + share * share }
        let shared = sum.onQuantity - share * dot(gradient, sum.image)
        return old + share * (share + 2 * correlation * shared)
    }

    /// What ``value`` would be without a run that it has, to the digits that a subtraction leaves.
    func value(removing gradient: [Double], configuration: Int) -> Double {
        let share = dot(gradient, derived.influence) / (1 - inverse.form(gradient))
        let old =
            value + share * (share * derived.covariance.form(gradient) + 2 * dot(gradient, derived.leverage))
        guard let sum = derived.sums[configuration] else { return old - share * share }
        let image = dot(gradient, sum.image)
        let shared = sum.onQuantity + share * image - share
        return old - share * (share + 2 * correlation * shared)
    }
}
