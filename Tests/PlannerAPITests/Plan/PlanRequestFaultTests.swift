import Planning
import ScalingLaws
import Testing

@testable import PlannerAPI

@Suite struct `Faults of a plan request` {
    private static let student = #""student": {"params": "1B"}"#
    private static let known = [
        "law", "budget_flops", "target_loss", "students", "student", "serving", "teacher", "scenario", "costs",
        "students_sharing_teacher", "architecture", "support", "flat_within", "hardware", "uncertainty",
    ]

    private static let losses = Domain(1.22, 30, lowerIsOpen: true)
    private static let studentFields = ["params", "tokens", "unique_tokens", "max_epochs", "repetition"]

    @Test(arguments: [
        ("null", "null"), ("true", "a boolean"), ("1", "a number"), ("\"x\"", "a string"), ("[]", "an array"),
    ])
    func `name a body that is no object`(body: String, found: String) throws {
        #expect(try faults(body) == [Fault("", .wrongType(expected: "an object", found: found))])
    }

    @Test func `name what is missing`() throws {
        let budget = "the compute to spend in FLOPs, such as 1e22, or target_loss, the loss to reach"
        #expect(try faults("{}") == [Fault("/budget_flops", .missing(expected: budget))])
        let tokens = "the tokens that the student serves in its life"
        #expect(
            try faults(#"{"budget_flops": 1e22, "serving": {}}"#) == [
                Fault("/serving/tokens", .missing(expected: tokens))
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
                Fault("/student/size", .unknownField(known: Self.studentFields)),
                Fault("/teacher/tokens/a~1b~0c", .unknownField(known: ["min", "max"])),
                Fault("/teacher/parms", .unknownField(known: ["candidates", "loss", "params", "tokens"])),
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
        (#""target_loss": 2"#, "/target_loss", Fault.Kind.excludes("/budget_flops")),
        (#""flat_within": 0"#, "/flat_within", .outsideDomain(text: "0", Domain(1e-6, 1))),
        (#""support": "hide""#, "/support", .unknownName(text: "hide", known: ["warn", "constrain", "ignore"])),
        (#""students_sharing_teacher": 0"#, "/students_sharing_teacher", .outsideDomain(text: "0", Domain(1, 1e9))),
        (#""students_sharing_teacher": 1.5"#, "/students_sharing_teacher", .notWhole(text: "1.5")),
        (#""serving": {"tokens": -1}"#, "/serving/tokens", .outsideDomain(text: "-1", Domain(0, 1e20))),
        (#""serving": 5"#, "/serving", .wrongType(expected: "an object", found: "a number")),
        (#""teacher": {"loss": 1.22}"#, "/teacher/loss", .outsideDomain(text: "1.22", losses)),
        (#""teacher": {"loss": 31}"#, "/teacher/loss", .outsideDomain(text: "31", losses)),
        (
            #""teacher": {"loss": 2}"#, "/teacher/params",
            .missing(expected: "the budget pays for what depends on it")
        ),
        (
            #""scenario": "teacher_pretraining", "teacher": {"loss": 2, "params": "1B"}"#, "/teacher/tokens",
            .missing(expected: "the budget pays for the teacher's training")
        ),
        (
            #""teacher": {"loss": 2, "params": {"min": "1B"}}"#, "/teacher/params",
            .wrongType(expected: "a number", found: "an object")
        ),
        (#""teacher": {"candidates": []}"#, "/teacher/candidates", .count(most: 1000)),
        (
            #""teacher": {"candidates": {}}"#, "/teacher/candidates",
            .wrongType(expected: "an array", found: "an object")
        ),
        (
            #""teacher": {"candidates": [1]}"#, "/teacher/candidates/0",
            .wrongType(expected: "an object", found: "a number")
        ),
        (
            #""teacher": {"candidates": [{"loss": 2, "params": "1B"}]}"#, "/teacher/candidates/0/name",
            .missing(expected: "what the teacher is called")
        ),
        (
            #""teacher": {"candidates": [{"name": "a", "params": "1B"}]}"#, "/teacher/candidates/0/loss",
            .missing(expected: "a teacher has a measured loss, or parameters and tokens that tell its loss")
        ),
        (
            #""teacher": {"candidates": [{"name": "a", "tokens": "1B"}]}"#, "/teacher/candidates/0/params",
            .missing(expected: "a teacher has a measured loss, or parameters and tokens that tell its loss")
        ),
        (
            #""teacher": {"candidates": [{"name": "a", "loss": 2}]}"#, "/teacher/candidates/0/params",
            .missing(expected: "the budget pays for what depends on it")
        ),
        (
            #""teacher": {"candidates": [{"name": "a", "loss": 2, "params": 1e9}, {"name": "a", "loss": 2, "params": 1e8}]}"#,
            "/teacher/candidates/1/name", .nameTaken(text: "a")
        ),
        (
            #""teacher": {"candidates": [{"name": "", "loss": 2, "params": 1e9}]}"#, "/teacher/candidates/0/name",
            .length(most: 200)
        ),
        (
            #""teacher": {"candidates": [{"name": "a", "loss": 2, "params": 1e9}], "loss": 2}"#, "/teacher/loss",
            .excludes("/teacher/candidates")
        ),
    ])
    func `name what is wrong with the fields of the whole problem`(
        field: String, pointer: String, kind: Fault.Kind
    ) throws {
        #expect(try faults(#"{"budget_flops": 1e22, \#(Self.student), \#(field)}"#) == [Fault(pointer, kind)])
    }

    @Test(arguments: [
        (#""students": []"#, "/students", Fault.Kind.count(most: 100)),
        (#""students": [{}]"#, "/students/0/params", .missing(expected: "the parameters of this size, such as \"1B\"")),
        (#""students": [{"params": 1}]"#, "/students/0/params", .outsideDomain(text: "1", .count)),
        (
            #""students": [{"params": 1e9, "weight": 0}]"#, "/students/0/weight",
            .outsideDomain(text: "0", Domain(1e-9, 1e9))
        ),
        (#""students": [{"params": 1e9, "count": 1.5}]"#, "/students/0/count", .notWhole(text: "1.5")),
        (#""students": [{"params": 1e9}], "flat_within": 0.1"#, "/flat_within", .excludes("/students")),
        (#""students": [{"params": 1e9}], "target_loss": 2"#, "/target_loss", .excludes("/students")),
        (#""students": [{"params": 1e9}], "student": {"params": 1e9}"#, "/student/params", .excludes("/students")),
    ])
    func `name what is wrong with a family`(field: String, pointer: String, kind: Fault.Kind) throws {
        let budget = field.contains("target_loss") ? "" : #""budget_flops": 1e22, "#
        #expect(try faults("{\(budget)\(field)}") == [Fault(pointer, kind)])
    }

    @Test(arguments: [
        (#""unique_tokens": 1"#, "/student/unique_tokens", Fault.Kind.outsideDomain(text: "1", .count)),
        (#""max_epochs": 2"#, "/student/max_epochs", .needs("/student/unique_tokens")),
        (#""repetition": "none""#, "/student/repetition", .needs("/student/unique_tokens")),
        (
            #""unique_tokens": "1B", "max_epochs": 0"#, "/student/max_epochs",
            .outsideDomain(text: "0", Domain(0, 1e6, lowerIsOpen: true))
        ),
        (
            #""unique_tokens": "1B", "repetition": "half""#, "/student/repetition",
            .unknownName(text: "half", known: ["none", "muennighoff-2023"])
        ),
        (
            #""unique_tokens": "1B", "tokens": {"min": "5B"}"#, "/student/unique_tokens",
            .crossedBounds(lower: 5e9, upper: 4e9)
        ),
        (#""params": {"min": "2B", "max": "1B"}"#, "/student/params/max", .crossedBounds(lower: 2e9, upper: 1e9)),
    ])
    func `name what is wrong with a student's limits`(field: String, pointer: String, kind: Fault.Kind) throws {
        #expect(try faults(#"{"budget_flops": 1e22, "student": {\#(field)}}"#) == [Fault(pointer, kind)])
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
