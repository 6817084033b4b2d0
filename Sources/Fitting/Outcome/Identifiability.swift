import Foundation

/// What the runs tell of combinations of the stable form's parameters, by the eigenvectors of the information matrix.
///
/// The matrix is Σ ∇log L̂ ∇log L̂ᵀ over the runs, in units of each parameter's resolution, over the variance that the
/// scatter of the residuals gives a Huber estimate (Huber 1981): (E ψ²)/(E ψ')².
public struct Identifiability: Hashable, Sendable {
    /// The directions, the best known first.
    public let directions: [Direction]

    /// The ratio of the greatest to the least eigenvalue; infinite where the least is zero.
    public var conditionNumber: Double {
        guard let first = directions.first, let last = directions.last, last.eigenvalue > 0 else { return .infinity }
        return first.eigenvalue / last.eigenvalue
    }

    /// A combination of parameters that the runs tell independently of the others.
    public struct Direction: Hashable, Sendable {
        /// The eigenvalue of the scaled matrix: the information along the direction.
        public let eigenvalue: Double
        /// The standard error along it in units of the resolution; infinite where nothing is told.
        public let standardError: Double
        /// The share of each parameter in it, by the names of the stable form: the squares add up to 1.
        public let components: [Component]

        /// Whether the combination is known to within the resolution at two standard errors.
        public var isIdentified: Bool { 2 * standardError < 1 }
    }

    /// The part of one parameter in a direction.
    public struct Component: Hashable, Sendable {
        /// The parameter.
        public let name: String
        /// Its part, in [-1, 1].
        public let weight: Double
    }
}

/// The scatter of residuals, as a Huber estimate sees it.
struct ResidualScatter {
    /// The mean of ψ(r)².
    let meanSquaredForce: Double
    /// The mean of ψ'(r): the share of runs within δ, smoothed.
    let meanCurvature: Double
    /// The mean of |r|.
    let meanAbsolute: Double

    /// Takes the density of the residuals at zero from a window as wide as is usual for density estimates.
    ///
    /// With δ far below the residuals hardly a run is within it, so that its own share would be noise. The width is that
    /// of Silverman 1986, equation 3.31.
    init(_ residuals: [Double], _ huber: Huber, parameterCount: Int) {
        let count = Double(residuals.count)
        let sizes = residuals.map(abs).sorted()
        // As many runs as there are parameters are fitted exactly, or nearly, and say nothing of the scatter.
        let rest = Array(sizes.dropFirst(min(parameterCount, sizes.count - 1)))
        let spread = median(rest) / 0.6745
        let window = max(huber.delta, 0.9 * spread * pow(count, -0.2))
        let inside = Double(rest.count { $0 <= window }) / Double(rest.count)
        meanSquaredForce = mean(rest.map { huber.slope($0) * huber.slope($0) })
        meanCurvature = min(1, max(inside, 1 / count) * huber.delta / window)
        meanAbsolute = mean(sizes)
    }

    /// The variance of the estimate for a unit of information.
    var variance: Double { meanSquaredForce / (meanCurvature * meanCurvature) }

    /// By how much the objective rises, with one parameter moved and all others following, where the parameter leaves
    /// its interval at `level`: 2 (E ψ'/E ψ²) Δ is distributed as χ² with one degree of freedom.
    func rise(level: Double) -> Double {
        let deviate = normalQuantile((1 + level) / 2)
        return deviate * deviate / 2 * meanSquaredForce / meanCurvature
    }
}

/// The standard normal deviate that is not exceeded with `probability`, in (0, 1), by Newton's method on erfc.
func normalQuantile(_ probability: Double) -> Double {
    var deviate = 0.0
    for _ in 0..<60 {
        let excess = erfc(-deviate / 2.0.squareRoot()) / 2 - probability
        let step = excess / (exp(-deviate * deviate / 2) / (2 * Double.pi).squareRoot())
        deviate -= max(-1, min(1, step))
        if abs(step) < 1e-14 { break }
    }
    return deviate
}
