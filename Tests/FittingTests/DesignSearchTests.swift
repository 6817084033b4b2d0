import ScalingLaws
import TestSupport
import Testing

@testable import Fitting

@Suite struct `The choice of runs` {
    private typealias Option = DesignSearch.Option

    /// No prior to speak of: 1e-9 of one run.
    private static func nothingKnown(_ quantity: [Double], correlation: Double = 0) -> QuantityVariance {
        QuantityVariance(
            quantity: quantity, prior: quantity.map { _ in 1e-9 }, correlation: correlation, runs: [])
    }

    private static func search(
        _ present: QuantityVariance, _ options: [Option], budget: Double, mostRuns: Int = 100
    ) -> DesignSearch { DesignSearch(present: present, options: options, budget: budget, mostRuns: mostRuns) }

    // MARK: Closed forms

    /// A straight line seen from −1 to 1 and asked at 2: the ray to (1, 2) leaves Elfving's set at (½, 1), which is ¾ of
    /// (1, 1) and ¼ of −(1, −1), so the runs go to the ends, 3 to 1, and n of them leave 2²/n (Elfving 1952).
    @Test func `a line that is asked beyond its runs`() {
        let options = (-10...10).map { step in
            Option(gradient: [1, Double(step) / 10], configuration: step, cost: 1, repeats: 40)
        }
        let found = Self.search(Self.nothingKnown([1, 2]), options, budget: 40).best()
        #expect(found.chosen.count { $0 == 20 } == 30 && found.chosen.count { $0 == 0 } == 10)
        // The prior is 1e-10 of the runs, and its inverse leaves 1e-7 of the first additions.
        #expect(relativeError(found.variance.value, 4.0 / 40) < 1e-6)
    }

    /// The slope of a line: half of the runs to each end, 1/n.
    @Test func `a line's slope`() {
        let options = (-4...4).map { step in
            Option(gradient: [1, Double(step) / 4], configuration: step, cost: 1, repeats: 20)
        }
        let found = Self.search(Self.nothingKnown([0, 1]), options, budget: 20).best()
        #expect(found.chosen.count { $0 == 0 } == 10 && found.chosen.count { $0 == 8 } == 10)
        #expect(relativeError(found.variance.value, 1.0 / 20) < 1e-6)
    }

    /// With runs at 1 four times as dear, Elfving's set is that of (1, −1) and (1, 1)/2: (1, 2) = −½ (1, −1) + 3 (½, ½),
    /// so a seventh of the budget C goes to −1, and 3.5²/C is left.
    @Test func `dear runs are worth their price`() {
        let options = [
            Option(gradient: [1, -1], configuration: 0, cost: 1, repeats: 56),
            Option(gradient: [1, 1], configuration: 1, cost: 4, repeats: 14),
        ]
        let found = Self.search(Self.nothingKnown([1, 2]), options, budget: 56).best()
        #expect(found.chosen.count { $0 == 0 } == 8 && found.chosen.count { $0 == 1 } == 12)
        #expect(relativeError(found.variance.value, 12.25 / 56) < 1e-6)
    }

    /// Of one number n repeats tell (1 + (n−1) ρ)/n: ρ however many there are.
    @Test(arguments: [0, 0.25, 0.5, 1]) func `repeats tell no more than their configuration`(_ correlation: Double) {
        var variance = Self.nothingKnown([1], correlation: correlation)
        for count in 1...30 {
            let promised = variance.value(adding: [1], configuration: 0)
            variance.add([1], configuration: 0)
            let known = (1 + Double(count - 1) * correlation) / Double(count)
            // The first run makes 1 of 1e9, of whose digits it leaves seven.
            #expect(relativeError(variance.value, known) < 1e-7 && relativeError(promised, known) < 1e-6)
        }
    }

    @Test func `correlated runs send the next to another configuration`() {
        let options = (0..<3).map { Option(gradient: [1], configuration: $0, cost: 1, repeats: 3) }
        let found = Self.search(Self.nothingKnown([1], correlation: 0.5), options, budget: 3).best()
        #expect(found.chosen == [0, 1, 2])
    }

    // MARK: Algebra

    private static func runs(
        _ count: Int, _ size: Int, groups: Int, _ generator: inout SeededGenerator
    ) -> [(gradient: [Double], configuration: Int)] {
        (0..<count).map { _ in
            (
                (0..<size).map { _ in Double.random(in: -1...1, using: &generator) },
                Int.random(in: 0..<groups, using: &generator)
            )
        }
    }

    /// Adding runs one at a time and looking ahead both give what a new factorisation of all gives, and that is
    /// cᵀ M⁻¹ Gᵀ V G M⁻¹ c with V the runs' correlations, written out.
    @Test(arguments: 0..<12 as Range<UInt64>) func `updates agree with refactoring`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let size = 4
        let correlation = [0, 0.3, 1][Int(seed % 3)]
        let (old, new) = (
            Self.runs(12, size, groups: 4, &generator), Self.runs(25, size, groups: 6, &generator)
        )
        let quantity = Self.runs(1, size, groups: 1, &generator)[0].gradient
        let prior = [Double](repeating: 0.01, count: size)
        func variance(_ runs: [(gradient: [Double], configuration: Int)]) -> QuantityVariance {
            QuantityVariance(quantity: quantity, prior: prior, correlation: correlation, runs: runs)
        }
        var updated = variance(old)
        for (index, run) in new.enumerated() {
            let promised = updated.value(adding: run.gradient, configuration: run.configuration)
            updated.add(run.gradient, configuration: run.configuration)
            let anew = variance(old + new.prefix(index + 1)).value
            // Condition numbers are below 1e3 here.
            #expect(relativeError(updated.value, anew) < 1e-11)
            #expect(relativeError(promised, anew) < 1e-11)
        }
        var information = SymmetricMatrix(size: size)
        for index in 0..<size { information[index, index] = prior[index] }
        for run in old + new { information.addOuter(run.gradient) }
        let influence = try information.solve(quantity, free: Array(0..<size)).unwrapped()
        var written = zip(prior, influence).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
        for (row, left) in (old + new).enumerated() {
            for (column, right) in (old + new).enumerated() {
                let shared = row == column ? 1 : left.configuration == right.configuration ? correlation : 0
                written += shared * dot(left.gradient, influence) * dot(right.gradient, influence)
            }
        }
        #expect(relativeError(updated.value, written) < 1e-11)
    }

    @Test func `a singular matrix is inverted as if rounding had made it so`() {
        var matrix = SymmetricMatrix(size: 2)
        matrix.addOuter([3, 4])
        let inverse = matrix.inverse(least: 1e-12)
        // Along (3, 4) it is 1/25; across it, one over a few times 1e-12 of the greatest element.
        #expect(relativeError(inverse.form([0.6, 0.8]), 1.0 / 25) < 1e-3)
        #expect(inverse.form([0.8, -0.6]) > 1e9)
    }

    // MARK: Against all sets

    /// A search that is small enough to try all sets.
    private static func small(seed: UInt64, correlation: Double) -> DesignSearch {
        var generator = SeededGenerator(seed: seed)
        let size = 3
        let present = QuantityVariance(
            quantity: runs(1, size, groups: 1, &generator)[0].gradient,
            prior: [Double](repeating: 1e-3, count: size), correlation: correlation,
            runs: runs(5, size, groups: 3, &generator).map { ($0.gradient.map { $0 / 3 }, $0.configuration) })
        let options = runs(10, size, groups: 6, &generator).map { run in
            Option(
                gradient: run.gradient, configuration: run.configuration,
                cost: Double.random(in: 0.2...3, using: &generator), repeats: 1)
        }
        let all = options.reduce(0) { $0 + $1.cost }
        return search(present, options, budget: all * Double.random(in: 0.15...0.6, using: &generator))
    }

    /// The least variance of any set of the options from `first` on, beside those that made `variance`.
    private static func least(_ search: DesignSearch, _ variance: QuantityVariance, from first: Int, cost: Double)
        -> Double
    {
        var least = variance.value
        for next in first..<search.options.count where cost + search.options[next].cost <= search.budget {
            var more = variance
            more.add(search.options[next].gradient, configuration: search.options[next].configuration)
            least = min(least, Self.least(search, more, from: next + 1, cost: cost + search.options[next].cost))
        }
        return least
    }

    /// Of 1200 such searches two miss the best set, by 0.3 and 1.7 %; none of these.
    @Test(arguments: [0, 0.3]) func `no set of all is better`(_ correlation: Double) {
        for seed in 0..<30 as Range<UInt64> {
            let search = Self.small(seed: seed, correlation: correlation)
            let found = search.best()
            #expect(found.cost <= search.budget)
            let least = Self.least(search, search.present, from: 0, cost: 0)
            // The order of additions rounds.
            #expect(relativeError(found.variance.value, least) < 1e-9, "\(seed)")
        }
    }

    @Test(arguments: 0..<6 as Range<UInt64>) func `a design is in the order of gain for its price`(_ seed: UInt64) {
        let search = Self.small(seed: seed, correlation: 0.3)
        let found = search.best()
        #expect(found.chosen == search.ordered(found.chosen.reversed()).chosen)
        var variance = search.present
        var gains: [Double] = []
        for index in found.chosen {
            let before = variance.value
            variance.add(search.options[index].gradient, configuration: search.options[index].configuration)
            gains.append((before - variance.value) / search.options[index].cost)
        }
        #expect(variance.value == found.variance.value && gains.first == gains.max())
    }

    /// Twice the budget leaves no more. (A tenth more did in 4 steps of 3600 between other sets: a search that does not try
    /// all sets may miss the better one at the larger budget.)
    @Test(arguments: 0..<6 as Range<UInt64>) func `more budget leaves less variance`(_ seed: UInt64) {
        let search = Self.small(seed: seed, correlation: 0.2)
        var last = search.present.value
        for doublings in 0..<7 {
            let value = Self.search(search.present, search.options, budget: 0.2 * Double(1 << doublings)).best()
                .variance.value
            #expect(value <= last * (1 + 1e-12))
            last = value
        }
        #expect(last < search.present.value / 2)
    }

    @Test func `no more runs than asked for`() {
        let search = Self.small(seed: 1, correlation: 0)
        let found = Self.search(search.present, search.options, budget: 100, mostRuns: 3).best()
        #expect(found.chosen.count == 3)
    }
}
