import Planning
import ScalingLaws
import Testing

@testable import PlannerAPI

@Suite struct `Faults of a plan request` {
    private static let student = #""student": {"params": "1B"}"#
    private static let known = [
        "law", "budget_flops", "student", "teacher", "scenario", "costs", "architecture",
    ]

    @Test(arguments: [
        ("null", "null"), ("true", "a boolean"), ("1", "a number"), ("\"x\"", "a string"), ("[]", "an array"),
    ])
    func `name a body that is no object`(body: String, found: String) throws {
        #expect(try faults(body) == [Fault("", .wrongType(expected: "an object", found: found))])
    }

    @Test func `name what is missing`() throws {
        let budget = "the compute to spend in FLOPs, such as 1e22"
        let params = "the student's parameters, such as \"1B\""
        #expect(
            try faults("{}") == [
                Fault("/budget_flops", .missing(expected: budget)),
                Fault("/student", .missing(expected: "the student's size, such as {\"params\": \"1B\"}")),
            ])
        #expect(
            try faults(#"{"budget_flops": 1e22, "student": {}}"#) == [
                Fault("/student/params", .missing(expected: params))
            ])
    }

    @Test func `name the fields that exist beside one that does not`() throws {
        #expect(
            try faults(#"{"budget": 1e22, "budget_flops": 1e22, \#(Self.student)}"#) == [
                Fault("/budget", .unknownField(known: Self.known))
            ])
    }

    @Test func `name the known fields of inner objects`() throws {
        let found = try faults(
            """
            {"budget_flops": 1e22, "student": {"params": 1e9, "size": 1, "tokens": {"least": 1}},
             "teacher": {"parms": 1, "tokens": {"max": 1e9, "a/b~c": 1}}, "costs": {"teacher_logits": 1,
             "teacher_pretraining": 1, "x": 1}, "architecture": {"layers": 3}}
            """)
        #expect(
            found == [
                Fault("/student/tokens/least", .unknownField(known: ["min", "max"])),
                Fault("/student/size", .unknownField(known: ["params", "tokens"])),
                Fault("/teacher/tokens/a~1b~0c", .unknownField(known: ["min", "max"])),
                Fault("/teacher/parms", .unknownField(known: ["params", "tokens"])),
                Fault("/costs/x", .unknownField(known: ["teacher_logits", "teacher_pretraining"])),
                Fault(
                    "/architecture/layers", .unknownField(known: Architecture.Field.allCases.map(\.rawValue))),
            ])
    }

    @Test func `name a repeated field once, at every depth`() throws {
        let found = try faults(
            """
            {"budget_flops": 1e22, "student": {"params": 1e9, "params": 1e9}, "budget_flops": 1e22, "x": 1, "x": 2}
            """)
        #expect(
            found == [
                Fault("/budget_flops", .repeated), Fault("/x", .repeated), Fault("/student/params", .repeated),
                Fault("/x", .unknownField(known: Self.known)),
            ])
    }

    @Test(arguments: [
        "target_loss", "students_sharing_teacher", "support", "serving", "uncertainty", "hardware",
    ])
    func `name a field that is not answered yet`(field: String) throws {
        #expect(
            try faults(#"{"budget_flops": 1e22, \#(Self.student), "\#(field)": 1}"#) == [
                Fault("/" + field, .notSupported(instead: nil))
            ])
    }

    @Test func `name inner fields that are not answered yet`() throws {
        let found = try faults(
            """
            {"budget_flops": 1e22, "student": {"params": {"min": 1e9}, "unique_tokens": 1, "max_epochs": 1},
             "teacher": {"loss": 2, "candidates": []}}
            """)
        let instead = "a free or bounded student; give one number of parameters"
        #expect(
            found == [
                Fault("/student/params", .notSupported(instead: instead)),
                Fault("/student/unique_tokens", .notSupported(instead: nil)),
                Fault("/student/max_epochs", .notSupported(instead: nil)),
                Fault("/teacher/loss", .notSupported(instead: nil)),
                Fault("/teacher/candidates", .notSupported(instead: nil)),
            ])
    }

    @Test func `name every field of a wrong type`() throws {
        let found = try faults(
            """
            {"law": 1, "budget_flops": null, "student": {"params": true, "tokens": [1]},
             "teacher": {"params": {"min": {}, "max": null}, "tokens": false}, "costs": {"teacher_logits": [],
             "teacher_pretraining": {}}, "architecture": {"context": null}}
            """)
        func wrong(_ pointer: String, _ expected: String, _ found: String) -> Fault {
            Fault(pointer, .wrongType(expected: expected, found: found))
        }
        #expect(
            found == [
                wrong("/law", "a string", "a number"), wrong("/budget_flops", "a number", "null"),
                wrong("/student/params", "a number", "a boolean"), wrong("/student/tokens", "a number", "an array"),
                wrong("/teacher/params/min", "a number", "an object"),
                wrong("/teacher/params/max", "a number", "null"), wrong("/teacher/tokens", "a number", "a boolean"),
                wrong("/costs/teacher_logits", "a number", "an array"),
                wrong("/costs/teacher_pretraining", "a number", "an object"),
                wrong("/architecture/context", "a number", "null"),
            ])
    }

    @Test(arguments: ["student", "teacher", "costs", "architecture"])
    func `name an object that is none`(field: String) throws {
        let rest = field == "student" ? "" : Self.student + ", "
        #expect(
            try faults(#"{"budget_flops": 1e22, \#(rest)"\#(field)": "1B"}"#) == [
                Fault("/" + field, .wrongType(expected: "an object", found: "a string"))
            ])
    }

    @Test func `name texts that are no numbers`() throws {
        #expect(
            try faults(#"{"budget_flops": "much", "student": {"params": "1X"}}"#) == [
                Fault("/budget_flops", .notANumber(text: "much")), Fault("/student/params", .notANumber(text: "1X")),
            ])
    }

    @Test func `name scenario and costs together, and what else is wrong with them`() throws {
        let both = #""scenario": "free", "costs": {"teacher_logits": 2, "teacher_pretraining": 0}"#
        #expect(
            try faults(#"{"budget_flops": 1e22, \#(Self.student), \#(both)}"#) == [
                Fault("/scenario", .excludes("/costs")),
                Fault("/scenario", .unknownName(text: "free", known: Scenario.allCases.map(\.rawValue))),
                Fault("/costs/teacher_logits", .outsideDomain(text: "2", Domain(0, 1))),
            ])
    }

    @Test func `name both shares that costs need`() throws {
        let share = "the share of this cost that the budget pays, from 0 to 1"
        #expect(
            try faults(#"{"budget_flops": 1e22, \#(Self.student), "costs": {}}"#) == [
                Fault("/costs/teacher_logits", .missing(expected: share)),
                Fault("/costs/teacher_pretraining", .missing(expected: share)),
            ])
    }

    @Test(arguments: ["busbridge-2025@2", "busbridge-2025@01", "busbridge-2025@"])
    func `name the versions that a law has`(name: String) throws {
        #expect(
            try faults(#"{"budget_flops": 1e22, \#(Self.student), "law": "\#(name)"}"#) == [
                Fault("/law", .unknownName(text: name, known: ["busbridge-2025@1"]))
            ])
    }

    @Test(arguments: ["nobody", "", "@1", "Busbridge-2025"])
    func `name a law that is not known`(name: String) throws {
        #expect(
            try faults(#"{"law": "\#(name)", "budget_flops": 1e22, \#(Self.student)}"#) == [
                Fault("/law", .unknownName(text: name, known: LawCatalog.published.names))
            ])
    }

    @Test func `name all that a law without a distillation part cannot be asked`() throws {
        let found = try faults(
            """
            {"law": "hoffmann-2022", "budget_flops": 1e22, \(Self.student), "teacher": {"params": 1e9},
             "scenario": "best_case", "architecture": {"context": 4096}}
            """)
        let none = Fault.Kind.lawWithoutDistillation(law: "hoffmann-2022")
        #expect(
            found == [
                Fault("/teacher", none), Fault("/scenario", none),
                Fault("/architecture", .lawWithoutArchitecture(law: "hoffmann-2022")),
            ])
        let costs = #""costs": {"teacher_logits": 1, "teacher_pretraining": 1}"#
        #expect(
            try faults(#"{"law": "hoffmann-2022", "budget_flops": 1e22, \#(Self.student), \#(costs)}"#) == [
                Fault("/costs", none)
            ])
    }
}
