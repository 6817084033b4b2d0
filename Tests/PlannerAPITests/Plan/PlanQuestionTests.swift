import HTTPServer
import PlannerAPI
import ScalingLaws
import Testing

@Suite struct `Questions without a server` {
    @Test func `have the answers of the service`() throws {
        let question = #"{"budget_flops": 1e22, "student": {"params": "1B"}}"#
        let plan = try PlanQuestion.plan(try PlanQuestion.parse(Array(question.utf8)), laws: .published)
        #expect(PlanFormat.json.bytes(plan) == (try Service().plan(question)).bytes)
    }

    @Test(arguments: [
        ("[]", true, ["the question must be an object, not an array"]),
        (
            #"{"budget_flops": 0, "student": {"params": true}}"#, true,
            [
                "budget_flops 0 is out of range; it must be at least 1 and at most 1e+40",
                "student.params must be a number, not a boolean",
            ]
        ),
        ("{", true, ["The body is not JSON: it ends at line 1, column 2 before its value is complete."]),
    ])
    func `say a line for each fault`(question: String, isMalformed: Bool, lines: [String]) throws {
        let error = #expect(throws: PlanQuestionError.self) {
            try PlanQuestion.plan(try PlanQuestion.parse(Array(question.utf8)), laws: .published)
        }
        #expect(error?.isMalformed == isMalformed)
        #expect(error?.lines == lines)
    }

    @Test func `are well formed where only the budget is too small`() throws {
        let question: JSONValue = ["budget_flops": .number(1), "student": ["params": "1B"]]
        let error = #expect(throws: PlanQuestionError.self) {
            try PlanQuestion.plan(question, laws: .published)
        }
        #expect(error?.isMalformed == false)
        #expect(error?.lines.count == 1)
    }
}
