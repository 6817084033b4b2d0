import Foundation

/// Shares FLOPs among students so that their weighted loss is least.
///
/// At the optimum the last FLOP buys each student that is not at a bound the same fall of the weighted loss, the price.
/// Losses that are convex in the tokens have one such allocation; those of all published laws are.
struct TokenSharing {
    /// One student, as far as sharing goes.
    struct Student {
        /// The share of its loss in the weighted mean.
        let weight: Double
        /// How many there are of it.
        let count: Double
        /// 3 F(N_S).
        let trainingFLOPsPerToken: Double
    }

    let students: [Student]
    let tokens: Bounds
    private let logTokens: ClosedRange<Double>

    init(_ students: [Student], tokens: Bounds) {
        self.students = students
        self.tokens = tokens
        logTokens = tokens.logarithms
    }

    /// How FLOPs are shared.
    struct Outcome {
        /// D_S of each student.
        var tokens: [Double]
        /// The fall of the weighted loss for one more FLOP; 0 where FLOPs are left over.
        let price: Double

        /// The tokens of all students together.
        func total(_ students: [Student]) -> Double {
            zip(students, tokens).reduce(0) { $0 + $1.0.count * $1.1 }
        }
    }

    /// Shares `FLOPs` among students whose tokens cost `extraFLOPsPerToken` each beside their training.
    ///
    /// - Parameter slope: dL / d log D of one student at a log D, not weighted; negative.
    func share(
        _ FLOPs: Double, extraFLOPsPerToken: Double, slope: (_ student: Int, _ logTokens: Double) -> Double
    ) -> Outcome {
        let costs = students.map { $0.count * ($0.trainingFLOPsPerToken + extraFLOPsPerToken) }
        let costPerToken = costs.reduce(0, +)
        if costPerToken * tokens.upper <= FLOPs { return outcome(tokens.upper, price: 0) }
        func logValue(_ student: Int, _ x: Double) -> Double {
            let value = -students[student].weight * slope(student, x) / costs[student]
            return log(max(value, .leastNormalMagnitude)) - x
        }
        let (first, last) = (logTokens.lowerBound, logTokens.upperBound)
        let most = students.indices.map { logValue($0, first) }
        let least = students.indices.map { logValue($0, last) }
        if costPerToken * tokens.lower >= FLOPs { return outcome(tokens.lower, price: exp(most.max() ?? 0)) }
        func wanted(_ student: Int, _ logPrice: Double) -> Double {
            if most[student] <= logPrice { return tokens.lower }
            if least[student] >= logPrice { return tokens.upper }
            let x = bracketedRoot(
                lower: (first, most[student] - logPrice), upper: (last, least[student] - logPrice), tolerance: 1e-13
            ) { logValue(student, $0) - logPrice }
            return bounded(exp(x))
        }
        func excess(_ logPrice: Double) -> Double {
            log(costs.indices.reduce(0) { $0 + costs[$1] * wanted($1, logPrice) } / FLOPs)
        }
        let (lower, upper) = (least.min() ?? 0, most.max() ?? 0)
        // The sums before may differ from these by rounding.
        if excess(upper) >= 0 { return outcome(tokens.lower, price: exp(upper)) }
        if excess(lower) <= 0 { return outcome(tokens.upper, price: exp(lower)) }
        let logPrice = bracketedRoot(
            lower: (lower, excess(lower)), upper: (upper, excess(upper)), tolerance: 1e-13, excess)
        let spent = spending(students.indices.map { wanted($0, logPrice) }, FLOPs, costs)
        let free = students.indices.first { !isBound(spent[$0]) }
        return Outcome(tokens: spent, price: exp(free.map { logValue($0, log(spent[$0])) } ?? logPrice))
    }

    private func outcome(_ tokens: Double, price: Double) -> Outcome {
        Outcome(tokens: students.map { _ in tokens }, price: price)
    }

    /// `shared` with those that are at no bound stretched to spend the FLOPs to the last digit.
    private func spending(_ shared: [Double], _ FLOPs: Double, _ costs: [Double]) -> [Double] {
        let bound = students.indices.filter { isBound(shared[$0]) }.reduce(0) { $0 + costs[$1] * shared[$1] }
        let free = students.indices.filter { !isBound(shared[$0]) }.reduce(0) { $0 + costs[$1] * shared[$1] }
        let factor = free > 0 ? (FLOPs - bound) / free : 1
        return shared.map { isBound($0) ? $0 : bounded($0 * factor) }
    }

    /// At a bound where only rounding keeps the tokens from it.
    private func bounded(_ tokens: Double) -> Double { self.tokens.settled(tokens, 1e-10) }

    private func isBound(_ tokens: Double) -> Bool { tokens == self.tokens.lower || tokens == self.tokens.upper }
}
