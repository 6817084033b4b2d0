import HTTPServer
import HTTPTypes
import Planning
import ScalingLaws
import TestSupport
import Testing

@testable import PlannerAPI

/// `POST /predict`, `/frontier`, `/crossover` and `/map`.
@Suite struct `Tables` {
    private let service: Service

    init() throws { service = try Service() }

    private func ask(_ name: String, _ question: String, format: String = "json") throws -> ServerResponse {
        try service.send(.post, "/\(name)?format=\(format)", Array(question.utf8)).whole()
    }

    /// Every row of a frontier says what `/plan` does, to the digit.
    @Test func `of a frontier say what the plans say`() throws {
        let table = try ask(
            "frontier", #"{"budgets": [1e20, 1e22], "sizes": ["1B"], "scenarios": ["teacher_inference", "best_case"]}"#
        ).json()
        let rows = try table.at("points").elements.unwrapped()
        #expect(rows.count == 4)
        for row in rows {
            let (budget, scenario) = (try row.at("budget_flops").digits, try row.at("scenario").text.unwrapped())
            let plan = try service.plan(
                #"{"budget_flops": \#(budget), "student": {"params": "1B"}, "scenario": "\#(scenario)"}"#
            ).json()
            #expect(try row.at("recommendation") == plan.at("recommendation"))
            #expect(try row.at("loss_advantage") == plan.at("loss_advantage"))
            let (student, teacher) = (
                try plan.at("distillation").at("student"), try plan.at("distillation").at("teacher")
            )
            #expect(try row.at("student_tokens") == student.at("tokens"))
            #expect(try row.at("student_loss") == student.at("loss"))
            #expect(try row.at("teacher_params") == teacher.at("params"))
            #expect(try row.at("teacher_tokens") == teacher.at("tokens"))
            #expect(try row.at("teacher_loss") == teacher.at("loss"))
            #expect(try row.at("supervised_loss") == plan.at("supervised").at("student").at("loss"))
            #expect(try row.at("flops_total") == plan.at("distillation").at("flops").at("total"))
        }
    }

    /// More than one piece of the stream, each row once and in its place.
    @Test func `have the same rows in every format`() throws {
        let question = #"{"budgets": {"min": 1e20, "max": 1e24, "points": 120}, "sizes": ["1B", "3B"]}"#
        let rows = try ask("frontier", question).json().at("points").elements.unwrapped()
        let csv = try ask("frontier", question, format: "csv")
        #expect(csv.field("Content-Type") == "text/csv; charset=utf-8; header=present")
        let lines = csv.text.split(separator: "\r\n", omittingEmptySubsequences: false)
        #expect(rows.count == 240 && lines.count == 242 && lines.last == "")
        #expect(lines.first.map { $0.split(separator: ",").map(String.init) } == rows[0].names)
        for (row, line) in zip(rows, lines.dropFirst()) {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            let values = try row.names.unwrapped().map { name in
                switch try row.at(name) {
                case .number(let digits): digits
                case .string(let text): text
                default: ""
                }
            }
            #expect(cells.map(String.init) == values)
        }
        let markdown = try ask("frontier", question, format: "markdown").text.split(separator: "\n")
        #expect(markdown.filter { $0.hasPrefix("| ") }.count == 242)
        #expect(markdown.last == "law busbridge-2025 version 1")
    }

    /// A piece is worked out by one call of a handler, which has a deadline.
    @Test func `come in pieces of a few rows`() throws {
        let table = try PlanQuestion.table(
            .crossover, JSONParser.parse(Array(#"{"sizes": {"min": 1e9, "max": 2e9, "points": 5}}"#.utf8)),
            laws: .published)
        let pieces = table.pieces(.csv).map { String(decoding: $0, as: UTF8.self) }
        let rows = pieces.map { $0.split(separator: "\r\n").count }
        #expect(rows.reduce(0, +) == 21 && rows.allSatisfy { $0 <= 8 })
        #expect(table.count == 20)
    }

    @Test func `quote names that hold commas and quotes`() throws {
        let question = #"""
            {"student": {"params": 1e9, "tokens": 1e11}, "teacher": {"name": "a, \"b\"", "loss": 2}}
            """#
        #expect(try ask("predict", question, format: "csv").text.contains(#","a, ""b""","#))
        #expect(
            try ask("predict", question).json().at("predictions").elements?[0].at("teacher_name").text == #"a, "b""#)
    }

    /// Where a cost cannot be told, it is not given.
    @Test func `of predictions count what is known of a teacher`() throws {
        let rows = try ask(
            "predict",
            """
            [{"student": {"params": "1B", "tokens": "100B"}},
             {"student": {"params": "1B", "tokens": "100B"}, "teacher": {"loss": 2.1}},
             {"student": {"params": "1B", "tokens": "100B"}, "teacher": {"loss": 2.1, "params": "3B"}},
             {"student": {"params": "1B", "tokens": "100B"}, "teacher": {"loss": 2.1, "params": "3B", "tokens": "1T"}},
             {"student": {"params": "1B", "tokens": "100B"}, "teacher": {"loss": 2.1, "params": "3B", "tokens": "1T"},
              "scenario": "teacher_inference"}]
            """
        ).json().at("predictions").elements.unwrapped()
        let logits = try rows.map { try $0.at("flops_teacher_logits").digits }
        let training = try rows.map { try $0.at("flops_teacher_pretraining").digits }
        #expect(logits[0] == "null" && training[0] == "null" && logits[1] == "0" && training[1] == "0")
        #expect(logits[2] != "0" && training[2] == "0" && logits[3] == logits[2] && training[3] != "0")
        #expect(logits[4] == logits[3] && training[4] == "0")
        #expect(try rows[0].at("student_loss") == .null)
    }

    @Test(arguments: [
        ("frontier", #"{}"#, "/budgets", "is required"),
        ("frontier", #"{"budgets": []}"#, "/budgets", "must have 1 to 100000 elements"),
        ("frontier", #"{"budgets": [1e20, 1e20]}"#, "/budgets/1", "is not above 1e+20, the value before it"),
        ("frontier", #"{"budgets": [1e20, "x"]}"#, "/budgets/1", "is not a number"),
        ("frontier", #"{"budgets": {"min": 1e20, "max": 1e19, "points": 3}}"#, "/budgets/max", "min 1e+20 is above"),
        ("frontier", #"{"budgets": {"min": 1e20, "max": 1e21, "points": 1}}"#, "/budgets/points", "out of range"),
        (
            "frontier", #"{"budgets": {"min": 1e20, "max": 1e21, "points": 2.5}}"#, "/budgets/points",
            "not a whole number"
        ),
        ("frontier", #"{"budgets": {"min": 1e20}}"#, "/budgets/max", "is required"),
        (
            "frontier", #"{"budgets": {"min": 1, "max": 1e9, "points": 50000}, "sizes": [1e9, 2e9, 3e9]}"#, "/budgets",
            "makes 150000 points, and 100000 are the most"
        ),
        ("frontier", #"{"budgets": 1e20, "sizes": 1}"#, "/sizes", "out of range"),
        ("frontier", #"{"budgets": 1e20, "scenarios": ["best"]}"#, "/scenarios/0", "is not known"),
        ("frontier", #"{"budgets": 1e20, "scenarios": ["best_case", "best_case"]}"#, "/scenarios/1", "of another one"),
        ("frontier", #"{"budgets": 1e20, "scenarios": []}"#, "/scenarios", "must have 1 to 4 elements"),
        ("frontier", #"{"budgets": 1e20, "scenarios": "best_case"}"#, "/scenarios", "must be an array"),
        ("frontier", #"{"budgets": 1e20, "scenarios": [1]}"#, "/scenarios/0", "must be a string"),
        (
            "frontier", #"{"budgets": 1e20, "scenarios": ["best_case"], "scenario": "best_case"}"#, "/scenario",
            "cannot stand beside /scenarios"
        ),
        ("frontier", #"{"budgets": 1e20, "budget_flops": 1e20}"#, "/budget_flops", "is not a field here"),
        (
            "frontier",
            #"{"budgets": 1e20, "teacher": {"loss": 2, "params": 1e9}, "scenarios": ["teacher_pretraining"]}"#,
            "/teacher/tokens", "is required"
        ),
        (
            "frontier", #"{"budgets": 1e20, "sizes": [1e9], "student": {"params": 3e9}}"#, "/student/params",
            "cannot stand beside /sizes"
        ),
        (
            "crossover", #"{"sizes": [1e9], "student": {"params": 3e9}}"#, "/student/params",
            "cannot stand beside /sizes"
        ),
        ("crossover", #"{"sizes": [1e9], "support": "constrain"}"#, "/support", "ask /plan or /frontier"),
        (
            "map",
            #"{"x": {"variable": "teacher.loss", "values": 2}, "y": {"variable": "student.tokens", "values": 1e10}, "budget_flops": 1e21}"#,
            "/teacher/params", "is required"
        ),
        ("crossover", #"{}"#, "/sizes", "is required"),
        ("crossover", #"{"sizes": "1B", "law": "hoffmann-2022"}"#, "/law", "has no distillation part"),
        ("crossover", #"{"sizes": "1B", "within": -1}"#, "/within", "out of range"),
        ("crossover", #"{"sizes": "1B", "budgets": {"min": 2, "max": 1}}"#, "/budgets/max", "is above max"),
        ("crossover", #"{"sizes": {"min": 1e9, "max": 2e9, "points": 300}}"#, "/sizes", "makes 1200 rows"),
        ("map", #"{"x": {"variable": "student.tokens", "values": 1e9}}"#, "/y", "is required"),
        (
            "map",
            #"{"x": {"variable": "student.tokens", "values": 1e9}, "y": {"variable": "student.tokens", "values": 1e9}}"#,
            "/y/variable", "is the name of another one"
        ),
        (
            "map", #"{"x": {"variable": "size", "values": 1e9}, "y": {"variable": "student.tokens", "values": 1e9}}"#,
            "/x/variable", "is not known"
        ),
        ("map", #"{"x": {"values": 1e9}, "y": {"variable": "student.tokens"}}"#, "/y/values", "is required"),
        ("predict", #"{}"#, "/student", "is required"),
        ("predict", #"[]"#, "", "must have 1 to 10000 elements"),
        ("predict", #"[1]"#, "/0", "must be an object"),
        ("predict", #"[{"student": {"params": 1e9}}]"#, "/0/student/tokens", "is required"),
        (
            "predict", #"{"student": {"params": 1e9, "tokens": 1e9}, "teacher": {"params": 1e9}}"#, "/teacher/loss",
            "is required"
        ),
        (
            "predict",
            #"{"student": {"params": 1e9, "tokens": 1e9}, "teacher": {"loss": 2}, "scenario": "teacher_inference"}"#,
            "/teacher/params", "is required"
        ),
        (
            "predict", #"{"student": {"params": 1e9, "tokens": 1e9, "repetition": "none"}}"#, "/student/repetition",
            "means nothing without"
        ),
    ])
    func `refuse what cannot be asked`(name: String, question: String, pointer: String, detail: String) throws {
        let response = try ask(name, question)
        #expect(response.status == 422)
        let errors = try response.json().at("errors").elements.unwrapped()
        let found = try errors.contains {
            try $0.at("pointer").text == pointer && $0.at("detail").text.unwrapped().contains(detail)
        }
        #expect(found, "\(errors)")
    }
}

extension JSONValue {
    /// A number's digits, or `null`.
    fileprivate var digits: String {
        if case .number(let digits) = self { digits } else { "null" }
    }
}
