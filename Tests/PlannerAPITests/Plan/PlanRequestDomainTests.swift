import Planning
import ScalingLaws
import Testing

@testable import PlannerAPI

@Suite struct `Domains of a plan request` {
    /// Every count, with the question around it.
    static let counts = [
        ("/student/params", #"{"budget_flops": 1e22, "student": {"params": #}}"#),
        ("/student/tokens", #"{"budget_flops": 1e22, "student": {"params": 1e9, "tokens": #}}"#),
        ("/student/tokens/min", #"{"budget_flops": 1e22, "student": {"params": 1e9, "tokens": {"min": #}}}"#),
        ("/student/tokens/max", #"{"budget_flops": 1e22, "student": {"params": 1e9, "tokens": {"max": #}}}"#),
        ("/teacher/params", #"{"budget_flops": 1e22, "student": {"params": 1e9}, "teacher": {"params": #}}"#),
        (
            "/teacher/tokens/max",
            #"{"budget_flops": 1e22, "student": {"params": 1e9}, "teacher": {"tokens": {"max": #}}}"#
        ),
    ]

    @Test(arguments: counts, ["1e6", "1e17", "\"1M\"", "\"100P\""])
    func `of counts take both ends`(place: (String, String), value: String) throws {
        #expect(try faults(place.1.replacing("#", with: value)) == [])
    }

    /// The neighbours of the ends among Doubles, and what is far outside.
    @Test(arguments: counts, ["999999.9999999999", "100000000000000016", "0", "-1e9", "1e400", "-1e400"])
    func `of counts refuse what is outside`(place: (String, String), value: String) throws {
        #expect(
            try faults(place.1.replacing("#", with: value)) == [
                Fault(place.0, .outsideDomain(text: value, Domain(1e6, 1e17)))
            ])
    }

    @Test(arguments: [("1", true), ("1e40", true), ("0.9999999999999999", false), ("1.0000000000000002e40", false)])
    func `of the budget`(value: String, inside: Bool) throws {
        let fault = Fault("/budget_flops", .outsideDomain(text: value, Domain(1, 1e40)))
        #expect(
            try faults(#"{"budget_flops": \#(value), "student": {"params": 1e9}}"#) == (inside ? [] : [fault]))
    }

    @Test(arguments: Architecture.Field.allCases) func `of the architecture`(field: Architecture.Field) throws {
        let domain = field.domain
        func found(_ value: Double) throws -> [Fault] {
            try faults(
                """
                {"budget_flops": 1e22, "student": {"params": 1e9}, "architecture": {"\(field.rawValue)": \(value)}}
                """)
        }
        #expect(try found(domain.lower) == [])
        #expect(try found(domain.upper) == [])
        for value in [domain.lower.nextDown, domain.upper.nextUp] {
            let fault = Fault("/architecture/\(field.rawValue)", .outsideDomain(text: "\(value)", domain))
            #expect(try found(value) == [fault])
        }
    }

    @Test func `refuse bounds that cross, by all their digits`() throws {
        let found = try faults(
            """
            {"budget_flops": 1e22, "student": {"params": 1e9, "tokens": {"min": 1000000001, "max": "1B"}},
             "teacher": {"params": {"min": 2e9, "max": 1e9}, "tokens": {"min": 1e9, "max": 1e9}}}
            """)
        #expect(
            found == [
                Fault("/student/tokens/max", .crossedBounds(lower: 1_000_000_001, upper: 1e9)),
                Fault("/teacher/params/max", .crossedBounds(lower: 2e9, upper: 1e9)),
            ])
        #expect(found.first?.detail == "min 1000000001 is above max 1000000000")
    }
}
