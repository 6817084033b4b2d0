import HTTPTypes
import PlannerAPI
import Testing

@Suite struct `Formats of a plan` {
    private static let question = #"{"budget_flops": 1e22, "student": {"params": "1B"}}"#
    private let service: Service

    init() throws { service = try Service() }

    @Test(
        arguments: [
            (nil, "application/json"), ("*/*", "application/json"), ("application/json", "application/json"),
            ("text/markdown", "text/markdown; charset=utf-8"), ("TEXT/Markdown;q=0.9", "text/markdown; charset=utf-8"),
            ("text/html, text/markdown, */*", "text/markdown; charset=utf-8"),
            ("text/plain", "text/plain; charset=utf-8"),
            ("application/json, text/markdown", "application/json"), ("image/png", "application/json"),
            ("", "application/json"), (",;,", "application/json"),
            ("text/markdown;q=0.5, */*", "application/json"), ("text/*", "text/markdown; charset=utf-8"),
            ("text/markdown;q=0, application/json;q=0.1", "application/json"),
            ("application/json;q=0.5, text/markdown;q=0.8", "text/markdown; charset=utf-8"),
        ] as [(String?, String)])
    func `are chosen by Accept`(accept: String?, type: String) {
        let response = service.send(
            .post, "/plan", Array(Self.question.utf8), accept.map { [.accept: $0] } ?? [:])
        #expect(response.status == 200)
        #expect(response.field("Content-Type") == type)
        #expect(response.field("Vary") == "Accept")
    }

    @Test(arguments: [
        ("json", "application/json"), ("markdown", "text/markdown; charset=utf-8"),
        ("table", "text/plain; charset=utf-8"),
    ])
    func `are chosen by a parameter before Accept`(format: String, type: String) {
        let response = service.send(
            .post, "/plan?format=" + format, Array(Self.question.utf8),
            [.accept: format == "markdown" ? "text/plain" : "text/markdown"])
        #expect(response.status == 200)
        #expect(response.field("Content-Type") == type)
    }

    @Test(arguments: ["xml", "JSON", ""]) func `must be known`(format: String) throws {
        let response = service.plan(Self.question, format: format)
        #expect(response.status == 422)
        let detail = "\"\(format)\" is not known; known are json, markdown, table"
        #expect(
            try response.json()["errors"] == .array([["parameter": "format", "detail": .string(detail)]]))
    }

    @Test func `as a table`() {
        let text = """
            1e+22 FLOPs, student of 1B, teacher_pretraining_inference: train supervised, do not distil (better by \
            0.0329 nats per token)

                                          distilled  supervised
            student loss, nats per token  2.1677     2.1348
            student parameters            1B         1B
            student tokens                445.5B     1.358T
            student tokens per parameter  445.5      1358
            teacher loss, nats per token  2.0784     -
            teacher parameters            2.947B     -
            teacher tokens                184B       -
            compute, FLOPs                1e+22      1e+22
            to student training           32.8 %     100.0 %
            to teacher logits             30.0 %     -
            to teacher pretraining        37.2 %     -

            - extrapolation: The distilled student's tokens per parameter, 445.5: above the range of the runs \
            behind the law, 16.57 to 202.1, by a factor of 2.204. The law has not been tested there.
            - extrapolation: The supervised student's tokens, 1.358T: above the range of the runs behind the law, \
            3.7B to 515B, by a factor of 2.637. The law has not been tested there.
            - extrapolation: The supervised student's tokens per parameter, 1358: above the range of the runs \
            behind the law, 16.57 to 202.1, by a factor of 6.72. The law has not been tested there.

            law busbridge-2025 version 1, plan 56c908da244de51aed2e33a990efdbc4

            """
        #expect(service.plan(Self.question, format: "table").text == text)
    }

    @Test func `as Markdown`() {
        let text = """
            **1e+20 FLOPs, student of 200M: supervised training only, nothing to compare**

            |  | distilled | supervised |
            |---|---:|---:|
            | student loss, nats per token | - | 2.6327 |
            | student parameters | - | 200M |
            | student tokens | - | 83.33B |
            | student tokens per parameter | - | 416.7 |
            | teacher loss, nats per token | - | - |
            | teacher parameters | - | - |
            | teacher tokens | - | - |
            | compute, FLOPs | - | 1e+20 |
            | to student training | - | 100.0 % |
            | to teacher logits | - | - |
            | to teacher pretraining | - | - |

            * supervised_law_only: This law has no distillation part: the plan is for supervised training, and nothing \
            is recommended.
            * extrapolation: The supervised student's tokens per parameter, 416.7: above the range of the runs \
            behind the law, 0.456 to 341.1, by a factor of 1.222. The law has not been tested there.

            law hoffmann-2022 version 1, plan 344aea1218667909abc67f8218b000f4

            """
        let question = #"{"law": "hoffmann-2022", "budget_flops": 1e20, "student": {"params": "200M"}}"#
        #expect(service.plan(question, format: "markdown").text == text)
    }
}
