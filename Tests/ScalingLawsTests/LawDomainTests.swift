import ScalingLaws
import TestSupport
import Testing

/// Arguments outside a domain are errors with the name, the value and the domain, and never a NaN.
@Suite struct `Law domains` {
    let law = CoefficientSet.published[0]

    static let badCounts = [0, -1, 999_999, 1.0000001e17, .infinity, -.infinity, .nan, .leastNonzeroMagnitude]

    @Test(arguments: badCounts) func `counts outside the domain are refused by name`(_ value: Double) throws {
        let distillation = try law.distillation.unwrapped()
        expectRefused("parameters", value, .count) { () throws(DomainError) in
            _ = try law.supervised.lossNats(parameters: value, tokens: 1e9)
        }
        expectRefused("tokens", value, .count) { () throws(DomainError) in
            _ = try law.supervised.reducibleLossNats(parameters: 1e9, tokens: value)
        }
        expectRefused("studentParameters", value, .count) { () throws(DomainError) in
            _ = try distillation.gapNats(
                studentParameters: value, studentTokens: 1e9, teacherLossNats: 2, supervised: law.supervised)
        }
        expectRefused("studentTokens", value, .count) { () throws(DomainError) in
            _ = try distillation.studentLossNats(
                studentParameters: 1e9, studentTokens: value, teacherLossNats: 2, supervised: law.supervised)
        }
    }

    @Test(arguments: [1.22, 1, 0, -2, 30.000001, .infinity, .nan])
    func `teachers' losses outside (E, 30] are refused by name`(_ value: Double) throws {
        let distillation = try law.distillation.unwrapped()
        expectRefused("teacherLossNats", value, Domain(1.22, 30, lowerIsOpen: true)) { () throws(DomainError) in
            _ = try distillation.studentLossNats(
                studentParameters: 1e9, studentTokens: 1e9, teacherLossNats: value, supervised: law.supervised)
        }
    }

    @Test func `the ends of the domain are inside`() throws {
        #expect(try law.supervised.lossNats(parameters: 1e6, tokens: 1e17).isFinite)
        let student = try law.distillation.unwrapped().studentLossNats(
            studentParameters: 1e17, studentTokens: 1e6, teacherLossNats: 30, supervised: law.supervised)
        #expect(student >= 30 && student.isFinite)
    }

    @Test(arguments: ["E", "A", "B", "alpha", "beta", "gamma"])
    func `a supervised law's coefficients are refused by their symbol`(_ symbol: String) {
        for bad in [0, -1, Double.nan, .infinity] {
            func value(_ name: String, _ good: Double) -> Double { name == symbol ? bad : good }
            let error = #expect(throws: DomainError.self) {
                try SupervisedLaw(
                    E: value("E", 1), A: value("A", 100), B: value("B", 100), alpha: value("alpha", 0.3),
                    beta: value("beta", 0.3), gamma: value("gamma", 1))
            }
            #expect(error?.quantity == symbol)
        }
    }

    @Test(arguments: [
        ("A'", 0.0), ("B'", -1), ("alpha'", 0), ("beta'", 6), ("gamma'", .nan), ("c0", -0.1), ("c1", 1.1e12),
        ("f1", 0.049), ("d1", 0),
    ])
    func `a distillation law's coefficients are refused by their symbol`(_ symbol: String, _ bad: Double) {
        func value(_ name: String, _ good: Double) -> Double { name == symbol ? bad : good }
        let error = #expect(throws: DomainError.self) {
            try DistillationLaw(
                A: value("A'", 1000), B: value("B'", 1e6), alpha: value("alpha'", 0.3), beta: value("beta'", 0.6),
                gamma: value("gamma'", 0.8), c0: value("c0", 2), c1: value("c1", 500), f1: value("f1", 0.1),
                d1: value("d1", 1))
        }
        #expect(error?.quantity == symbol)
    }

    @Test func `a missing coefficient is refused as not a number`() {
        let error = #expect(throws: DomainError.self) { try SupervisedLaw([.irreducibleLoss: 1]) }
        #expect(error?.quantity == "A" && error?.value.isNaN == true)
    }

    private func expectRefused(
        _ quantity: String, _ value: Double, _ domain: Domain, _ body: () throws(DomainError) -> Void
    ) {
        do {
            try body()
            Issue.record("\(quantity) = \(value) was taken")
        } catch {
            #expect(error.quantity == quantity && error.domain == domain)
            #expect(error.value == value || (error.value.isNaN && value.isNaN))
        }
    }
}
