/// Chooses runs that make a variance small, within a budget: greedily, then by exchanges.
///
/// A knapsack: the best set is found for certain only by trying all. Greedy choice by gain per FLOP and by gain alone
/// err in different ways, and exchanges (Fedorov 1972; Atkinson and Donev 1992, chapter 15) mend most of what both miss.
/// What they miss most is runs that tell something only together, which other first runs find.
struct DesignSearch {
    /// With the present runs.
    let present: QuantityVariance
    let options: [Option]
    let budget: Double
    let mostRuns: Int

    /// A candidate, as the search sees it.
    struct Option {
        let gradient: [Double]
        let configuration: Int
        let cost: Double
        let repeats: Int
    }

    /// Some of the options.
    struct Selection {
        fileprivate(set) var chosen: [Int] = []
        fileprivate(set) var cost = 0.0
        fileprivate(set) var variance: QuantityVariance
    }

    /// By what the next run is chosen.
    private enum Rule: CaseIterable {
        case gainPerFLOP
        case gain
    }

    /// The best selection that is found, in the order of gain per FLOP.
    func best() -> Selection {
        let found = starts().map { exchanged($0) }
        // Of equals the first.
        let best = found.dropFirst().reduce(found[0]) { $1.variance.value < $0.variance.value ? $1 : $0 }
        return ordered(best.chosen)
    }

    /// Greedy choices by either rule, and the best of those that begin with another run.
    private func starts() -> [Selection] {
        let none = Selection(variance: present)
        let greedy = Rule.allCases.map { filled(none, $0) }
        let others = mostTelling(none, Self.mostWeighed / max(1, options.count)).flatMap { first in
            var selection = none
            add(first, &selection)
            return Rule.allCases.map { filled(selection, $0) }
        }
        let best = others.indices.sorted { (others[$0].variance.value, $0) < (others[$1].variance.value, $1) }
        return greedy + best.prefix(Self.mostStarts).map { others[$0] }
    }

    /// Runs times candidates that are weighed as first runs: of 10 000 candidates one is.
    private static var mostWeighed: Int { 10_000 }

    /// With eight of them 1198 of 1200 sets of eleven runs end at the best subset, and with none 1179.
    private static var mostStarts: Int { 8 }

    /// The options `chosen`, the best next one first.
    func ordered(_ chosen: [Int]) -> Selection {
        var selection = Selection(variance: present)
        var left = chosen.sorted()
        while !left.isEmpty {
            let scores = left.map { score(selection, $0, .gainPerFLOP) }
            let next = scores.indices.dropFirst().reduce(0) { scores[$1] > scores[$0] ? $1 : $0 }
            add(left.remove(at: next), &selection)
        }
        return selection
    }

    /// The cheapest of the options, as many as the budget allows; each as often as it may be made.
    func cheapest() -> Selection {
        var selection = Selection(variance: present)
        for index in options.indices.sorted(by: { (options[$0].cost, $0) < (options[$1].cost, $1) }) {
            for _ in 0..<options[index].repeats where selection.cost + options[index].cost <= budget {
                add(index, &selection)
            }
        }
        return selection
    }
}

// MARK: - Greedy choice

extension DesignSearch {
    private func add(_ index: Int, _ selection: inout Selection) {
        selection.chosen.append(index)
        selection.cost += options[index].cost
        selection.variance.add(options[index].gradient, configuration: options[index].configuration)
    }

    private func score(_ selection: Selection, _ index: Int, _ rule: Rule) -> Double {
        let option = options[index]
        let gain =
            selection.variance.value
            - selection.variance.value(adding: option.gradient, configuration: option.configuration)
        return rule == .gain ? gain : gain / option.cost
    }

    /// `selection` with runs added while they gain and the budget lasts.
    private func filled(_ selection: Selection, _ rule: Rule) -> Selection {
        var selection = selection
        var left = options.map(\.repeats)
        for index in selection.chosen { left[index] -= 1 }
        while selection.chosen.count < mostRuns, let next = next(selection, left, rule) {
            add(next, &selection)
            left[next] -= 1
        }
        return selection
    }

    private func next(_ selection: Selection, _ left: [Int], _ rule: Rule) -> Int? {
        var best: (index: Int, score: Double)?
        for index in options.indices where left[index] > 0 && selection.cost + options[index].cost <= budget {
            let score = score(selection, index, rule)
            if score > best?.score ?? 0 { best = (index, score) }
        }
        guard let best else { return nil }
        // Less than this is rounding.
        let gain = rule == .gain ? best.score : best.score * options[best.index].cost
        return gain > 1e-12 * selection.variance.value ? best.index : nil
    }
}

// MARK: - Exchanges

extension DesignSearch {
    /// `selection` after exchanges, until none gains any more.
    private func exchanged(_ selection: Selection) -> Selection {
        var best = selection
        for _ in 0..<Self.mostRounds {
            let before = best.variance.value
            best = withRunsGivenUp(best)
            best = withRunsForcedIn(best)
            if best.variance.value >= before { break }
        }
        return best
    }

    /// Few searches take more than three.
    private static var mostRounds: Int { 10 }

    /// `selection`, each run given up in turn for what either rule finds for its price.
    private func withRunsGivenUp(_ selection: Selection) -> Selection {
        var best = selection
        for position in selection.chosen.indices.reversed() where position < best.chosen.count {
            keepBetter(&best, of: without([position], best))
        }
        return best
    }

    /// `selection`, each of the most telling others forced in for those that tell least per FLOP, which single
    /// exchanges do not find: two runs may tell much together and nothing alone, and one may be worth three.
    private func withRunsForcedIn(_ selection: Selection) -> Selection {
        var best = selection
        for index in mostTelling(selection, Self.mostForced) {
            guard best.chosen.count(where: { $0 == index }) < options[index].repeats else { continue }
            var forced = best
            add(index, &forced)
            while forced.cost > budget || forced.chosen.count > mostRuns {
                forced = without([leastTelling(forced)], forced)
            }
            keepBetter(&best, of: forced)
        }
        return best
    }

    private func keepBetter(_ best: inout Selection, of rest: Selection) {
        for rule in Rule.allCases {
            let other = filled(rest, rule)
            // Less than this share of the variance is not worth an exchange.
            if other.variance.value < best.variance.value * (1 - 1e-9) { best = other }
        }
    }

    private func mostTelling(_ selection: Selection, _ count: Int) -> [Int] {
        let scores = options.indices.map { score(selection, $0, .gain) }
        let possible = options.indices.filter { options[$0].cost <= budget }
        return Array(possible.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.prefix(count))
    }

    private static var mostForced: Int { 64 }

    /// The position of the run, but for the last, without which least is lost per FLOP.
    private func leastTelling(_ selection: Selection) -> Int {
        let losses = selection.chosen.dropLast().map { index in
            let option = options[index]
            let rest = selection.variance.value(removing: option.gradient, configuration: option.configuration)
            return (rest - selection.variance.value) / option.cost
        }
        return losses.indices.dropFirst().reduce(0) { losses[$1] < losses[$0] ? $1 : $0 }
    }

    /// Added up anew: subtracting a run that alone told something would leave rounding.
    private func without(_ positions: Set<Int>, _ selection: Selection) -> Selection {
        var rest = Selection(variance: present)
        for (index, option) in selection.chosen.enumerated() where !positions.contains(index) { add(option, &rest) }
        return rest
    }
}
