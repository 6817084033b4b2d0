import HTTPServer
import HTTPTypes
import PlannerAPI
import ScalingLaws
import Store
import TestSupport
import Testing

/// One call, and the status that it must be answered with.
struct Scenario: Sendable, CustomTestStringConvertible {
    let method: HTTPRequest.Method
    let path: String
    var status: Int
    var body = ""
    var fields: HTTPFields = [:]
    /// The path of the contract that it is for.
    let template: String
    /// What is kept before, bodies of `POST /plans`.
    var kept: [String] = []
    /// What is sent before.
    var before: [Scenario] = []
    /// Whether there are laws of one's own: `mine` with draws and provenance, `alone` without a distillation part, and the
    /// alias `production`.
    var isStocked = false
    /// Whether the call has been made before.
    var isRepeated = false
    /// How far the fits are that were asked for before.
    var fits = FitStep.none
    var closesStore = false
    /// Who is let in.
    var rules = AccessRules.everybody
    /// The scope of the token that is shown; nil for none.
    var scope: TokenScope?

    init(
        _ method: HTTPRequest.Method, _ path: String, _ status: Int, body: String = "", fields: HTTPFields = [:],
        template: String? = nil, kept: [String] = [], before: [Scenario] = [], isStocked: Bool = false,
        isRepeated: Bool = false, fits: FitStep = .none, closesStore: Bool = false
    ) {
        self.method = method
        self.path = path
        self.status = status
        self.body = body
        self.fields = fields
        self.template = template ?? String(path.prefix { $0 != "?" })
        self.kept = kept
        self.before = before
        self.isStocked = isStocked
        self.isRepeated = isRepeated
        self.fits = fits
        self.closesStore = closesStore
    }

    var testDescription: String { "\(method) \(path) \(status) \(body.prefix(60))" }

    private static func stock(_ store: PlannerStore) throws {
        let set = try CoefficientSet.published(CoefficientSet.defaultName)
        let alone = try CoefficientSet.published("hoffmann-2022")
        let mine = set.with(draws: .planted(around: set, count: 8), name: "mine", provenance: .sample)
        for law in [mine, alone.with(draws: .planted(around: alone, count: 8), name: "alone")] {
            _ = try store.addLaw(law)
        }
        _ = try store.setAlias("production", to: mine.reference, at: "2026-01-02T03:04:05Z")
    }

    var operation: String { "\(method) \(template)" }

    /// Whether the body is a file of runs.
    var isFile: Bool { fields[.contentType] == "text/csv" || fields[.contentType] == "application/x-ndjson" }

    /// The answer of a service of its own.
    func run() throws -> ServerResponse {
        let service = try Service(rules: rules)
        var (path, fields) = (path, fields)
        if rules.asksForTokens {
            let token = try service.token(scope ?? .read)
            if scope != nil { fields[.authorization] = token }
            path = path.replacing("{token}", with: token.split(separator: "_")[1])
            _ = try (service.token(.read, lifetime: -60), service.token(.write, lifetime: -60))
        }
        for body in kept {
            _ = service.respond(.post, "/plans", body, [.contentType: "application/json"])
        }
        for scenario in before {
            var earlier = scenario.fields
            earlier[.authorization] = fields[.authorization]
            _ = service.respond(scenario.method, scenario.path, scenario.body, earlier)
        }
        if fits == .begun { _ = try service.store.beginNextFit() }
        if fits == .ended { service.fits.finish() }
        if isStocked { try Self.stock(service.store) }
        if isRepeated { _ = service.respond(method, path, body, fields) }
        if closesStore { try service.store.close() }
        return try service.respond(method, path, body, fields).whole()
    }
}

extension Scenario {
    static let all =
        plan + uncertain + tables + pictures + savedPlans + studies + fits + laws + lawVersions + aliases + comparisons
        + nextRuns + operation + page + everywhere + tokens + letIn + repeatable

    static let json: HTTPFields = [.contentType: "application/json"]
    private static let question = #"{"budget_flops": "1e21", "student": {"params": "1B"}}"#
    private static let labelled = #"{"label": "a", "budget_flops": 1e21, "student": {"params": "1B"}}"#

    /// A budget of 1e21 FLOPs for a student of a billion, and `more` fields.
    private static func asking(_ more: String, student: String = "") -> Scenario {
        Scenario(
            .post, "/plan", 200,
            body: #"{"budget_flops": 1e21, "student": {"params": 1e9\#(student)}\#(more)}"#)
    }

    private static func family(_ more: String) -> Scenario {
        Scenario(.post, "/plan", 200, body: #"{"budget_flops": 1e21\#(more)}"#)
    }

    static let plan = [
        Scenario(.post, "/plan", 200, body: question),
        Scenario(.post, "/plan", 200, body: question, fields: [.accept: "text/markdown"]),
        Scenario(.post, "/plan?format=table", 200, body: question),
        Scenario(.post, "/plan?format=json", 200, body: question),
        Scenario(.post, "/plan?format=markdown", 200, body: question),
        asking(#", "scenario": "best_case""#),
        asking(#", "scenario": "teacher_inference", "teacher": {"params": {"max": "1B"}, "tokens": "1T"}"#),
        asking(#", "scenario": "teacher_pretraining""#),
        asking(#", "scenario": "teacher_pretraining_inference", "teacher": {"params": {"min": "3B"}}"#),
        asking(#", "costs": {"teacher_logits": 1, "teacher_pretraining": 0.1}"#),
        asking("", student: #", "tokens": {"min": "100B"}"#),
        asking("", student: #", "tokens": {"max": "20B"}"#),
        asking(#", "teacher": {"tokens": {"min": "100B"}}"#),
        asking(#", "teacher": {"tokens": {"max": "20B"}}"#),
        asking(#", "law": "busbridge-2025-printed""#),
        asking(#", "law": "hoffmann-2022""#),
        asking(#", "students_sharing_teacher": 3, "serving": {"tokens": "10B"}, "support": "ignore""#),
        asking("", student: #", "unique_tokens": "5B", "repetition": "muennighoff-2023""#),
        asking("", student: #", "unique_tokens": "5B", "max_epochs": 2, "repetition": "none""#),
        asking(#", "flat_within": 0.001"#),
        asking(#", "teacher": {"loss": 2.1, "params": "3B"}, "support": "warn""#),
        asking(
            #", "teacher": {"candidates": [{"name": "a", "params": "70B", "tokens": "1T"}, {"name": "b", "params": 1e17, "loss": 1.5}]}"#
        ),
        asking(#", "scenario": "best_case", "teacher": {"candidates": [{"name": "a", "loss": 1.3}]}"#),
        Scenario(.post, "/plan", 200, body: #"{"budget_flops": 1e21, "flat_within": 0.5}"#),
        Scenario(
            .post, "/plan", 200, body: #"{"budget_flops": 1e21, "student": {"params": {"min": "10B"}}}"#),
        Scenario(
            .post, "/plan", 200,
            body: #"{"budget_flops": 1e21, "student": {"params": {"max": "1B"}}, "teacher": {"params": "3B"}}"#),
        Scenario(.post, "/plan", 200, body: #"{"target_loss": 2.2, "student": {"params": "1B"}}"#),
        Scenario(
            .post, "/plan", 200,
            body: #"{"target_loss": 2.2, "student": {"params": "1B"}, "teacher": {"loss": 2.19, "params": "1B"}}"#),
        Scenario(
            .post, "/plan", 200,
            body: #"{"target_loss": 2.2, "student": {"params": "1B"}, "teacher": {"loss": 2.21, "params": "1B"}}"#),
        asking(#", "hardware": {"device": "H100-SXM"}"#),
        asking(
            #", "scenario": "best_case", "hardware": {"peak_flops": "1000T", "count": 8, "utilization": 0.5, "price_per_hour": 2}"#
        ),
        family(#", "students": [{"params": "1B"}], "scenario": "best_case", "hardware": {"device": "A100"}"#),
        asking(#", "law": "hoffmann-2022", "hardware": {"device": "A100"}"#),
        asking(#", "support": "constrain""#),
        asking(#", "support": "constrain", "law": "hoffmann-2022""#),
        Scenario(
            .post, "/plan", 422,
            body: #"{"budget_flops": 1e22, "student": {"params": "10B"}, "support": "constrain"}"#),
        Scenario(
            .post, "/plan", 422, body: #"{"budget_flops": 1e18, "student": {"params": "1B"}, "support": "constrain"}"#),
        Scenario(.post, "/plan", 422, body: #"{"target_loss": 1.3, "student": {"params": "1B"}}"#),
        family(#", "students": [{"params": "1B", "weight": 2, "count": 3}, {"params": "300M"}]"#),
        family(#", "students": [{"params": "1B"}], "student": {"tokens": {"max": "10B"}}"#),
        family(
            #", "students": [{"params": "1B"}], "teacher": {"tokens": {"min": "10T"}}, "scenario": "teacher_pretraining""#
        ),
        family(#", "students": [{"params": "1B"}], "teacher": {"params": {"max": "50M"}, "tokens": {"max": "1B"}}"#),
        family(#", "students": [{"params": "1B"}], "teacher": {"params": {"min": "50B"}}, "scenario": "best_case""#),
        family(
            #", "students": [{"params": "1B"}], "teacher": {"params": {"min": "30B"}}, "scenario": "teacher_inference""#
        ),
        family(#", "students": [{"params": "1B"}], "student": {"tokens": {"min": "130B"}}"#),
        family(#", "students": [{"params": "1B"}], "law": "hoffmann-2022""#),
        family(#", "students": [{"params": "1B"}], "students_sharing_teacher": 2"#),
        family(
            #", "students": [{"params": "300M"}], "student": {"unique_tokens": "5B", "repetition": "muennighoff-2023"}, "serving": {"tokens": "10B"}"#
        ),
        family(
            #", "students": [{"params": "300M"}], "teacher": {"candidates": [{"name": "a", "params": "3B", "loss": 2}, {"name": "b", "params": 1e17, "loss": 1.9}]}, "serving": {"tokens": "10B"}"#
        ),
        Scenario(.post, "/plan", 400, body: "{"),
        Scenario(.post, "/plan", 422, body: "{}"),
        Scenario(.post, "/plan", 422, body: #"{"budget_flops": 1, "student": {"params": "1B"}}"#),
        Scenario(.post, "/plan?format=xml", 422, body: question),
    ]

    /// Every way in which a table of the operation `name` is asked for and refused, with this question.
    private static func table(_ name: String, _ question: String, more: [String] = []) -> [Scenario] {
        ([question] + more).map { Scenario(.post, "/\(name)", 200, body: $0) }
            + [
                Scenario(.post, "/\(name)?format=csv", 200, body: question),
                Scenario(.post, "/\(name)", 200, body: question, fields: [.accept: "text/markdown"]),
                Scenario(.post, "/\(name)?format=json", 200, body: question),
                Scenario(.post, "/\(name)", 400, body: "{"),
                Scenario(.post, "/\(name)", 422, body: "{}"),
            ]
    }

    static let tables =
        table(
            "predict",
            #"{"student": {"params": "1B", "tokens": "100B"}, "teacher": {"params": "3B", "tokens": "60B"}}"#,
            more: [
                #"[{"student": {"params": 1e9, "tokens": 1e11}}, {"law": "hoffmann-2022", "student": {"params": 1e9, "tokens": 1e11}}]"#,
                """
                {"student": {"params": 1e9, "tokens": 1e11, "unique_tokens": 1e10, "repetition": "muennighoff-2023"},
                 "teacher": {"name": "a", "loss": 2}}
                """,
            ])
        + table(
            "frontier",
            #"{"budgets": [1e20, "1e22"], "sizes": ["300M", "1B"], "scenarios": ["best_case", "teacher_inference"]}"#,
            more: [
                #"{"budgets": 1e15, "student": {"params": "1B"}}"#,
                #"{"budgets": 1e21, "costs": {"teacher_logits": 0.5, "teacher_pretraining": 1}, "student": {"params": "1B"}}"#,
                #"{"budgets": {"min": 1e20, "max": 1e22, "points": 3}, "law": "hoffmann-2022"}"#,
                #"{"budgets": 1e21, "scenarios": ["teacher_pretraining", "teacher_pretraining_inference"]}"#,
            ])
        + table(
            "crossover", #"{"sizes": ["1B", "3B"], "budget_flops": 1e22}"#,
            more: [
                #"{"sizes": "1B", "scenarios": ["best_case"], "budgets": {"min": 1e2, "max": 1e3}, "within": 0}"#,
                #"{"sizes": "1B", "scenarios": ["best_case"], "budgets": {"min": 1e19, "max": 1e20}}"#,
            ])
        + table(
            "map",
            """
            {"x": {"variable": "student.tokens", "values": ["1B", "100B"]},
             "y": {"variable": "teacher.loss", "values": {"min": 1.9, "max": 2.5, "points": 3}}, "student": {"params": "1B"}}
            """,
            more: [
                """
                {"x": {"variable": "budget_flops", "values": [1e20, 1e22]},
                 "y": {"variable": "student.params", "values": [1e8, 1e9]}}
                """,
                """
                {"x": {"variable": "teacher.tokens", "values": 1e11}, "y": {"variable": "teacher.params", "values": 1e9},
                 "budget_flops": 1e22, "student": {"params": 1e9}}
                """,
            ])

    static let savedPlans = [
        Scenario(.post, "/plans", 201, body: labelled, fields: json),
        Scenario(
            .post, "/plans", 201,
            body: """
                {"label": "all of it", "law": "busbridge-2025@1", "budget_flops": 1e21,
                 "student": {"params": "1B", "tokens": {"min": "1M", "max": "1T"}},
                 "teacher": {"params": {"min": "1M", "max": "100B"}, "tokens": {"min": "1M", "max": "100T"}},
                 "costs": {"teacher_logits": 0.5, "teacher_pretraining": "1"},
                 "architecture": {"context": "8K", "vocabulary": 50000, "aspect_ratio": 100, "group_size": 4,
                                  "ffn_ratio": 4, "ffn_matrices": 2}}
                """, fields: [.contentType: "application/json; charset=utf-8"]),
        Scenario(
            .post, "/plans", 201,
            body: #"{"label": "b", "budget_flops": 1e21, "student": {"params": "1B"}, "scenario": "best_case"}"#,
            fields: json),
        Scenario(
            .post, "/plans", 201,
            body: """
                {"label": "all that is new", "target_loss": 2.2, "flat_within": 0.001, "support": "warn",
                 "student": {"params": "1B", "unique_tokens": "100B", "max_epochs": 8, "repetition": "muennighoff-2023"},
                 "teacher": {"loss": 2.0, "params": "3B", "tokens": "1T"}, "students_sharing_teacher": 2,
                 "serving": {"tokens": "1T"}}
                """, fields: json),
        Scenario(
            .post, "/plans", 201,
            body: """
                {"label": "a menu", "budget_flops": 1e21, "support": "ignore",
                 "student": {"params": {"min": "1B", "max": "3B"}, "unique_tokens": "1T", "repetition": "none"},
                 "teacher": {"candidates": [{"name": "a", "params": "7B", "tokens": "1T", "loss": 1.95}]}}
                """, fields: json),
        Scenario(
            .post, "/plans", 201,
            body: """
                {"label": "priced", "budget_flops": 1e21,
                 "hardware": {"device": "A100", "count": 64, "utilization": "0.35", "price_per_hour": 1.5}}
                """, fields: json),
        Scenario(
            .post, "/plans", 201,
            body: """
                {"label": "in FLOP/s", "budget_flops": 1e21, "hardware": {"peak_flops": 1e15}}
                """, fields: json),
        Scenario(
            .post, "/plans", 201,
            body: """
                {"label": "inside", "budget_flops": 1e21, "student": {"params": "1B"}, "support": "constrain"}
                """, fields: json),
        Scenario(
            .post, "/plans", 201,
            body: """
                {"label": "a family", "budget_flops": 1e21,
                 "students": [{"params": "1B", "weight": 2, "count": 3}, {"params": "300M"}]}
                """, fields: json),
        Scenario(.post, "/plans", 400, body: "[1,]", fields: json),
        Scenario(.post, "/plans", 415, body: labelled),
        Scenario(.post, "/plans", 422, body: question, fields: json),
        Scenario(.get, "/plans", 200),
        Scenario(.get, "/plans?limit=1", 200, kept: [labelled, labelled]),
        Scenario(.get, "/plans?limit=1&cursor=before-2", 200, kept: [labelled, labelled]),
        Scenario(.get, "/plans?limit=0&cursor=x", 422),
        Scenario(.get, "/plans/plan-1", 200, template: "/plans/{id}", kept: [labelled]),
        Scenario(.get, "/plans/plan-2", 404, template: "/plans/{id}", kept: [labelled]),
    ]

    static let laws = [
        Scenario(.get, "/laws", 200),
        Scenario(.get, "/laws?limit=1", 200, template: "/laws"),
        Scenario(.get, "/laws?limit=0&cursor=x", 422, template: "/laws"),
        Scenario(.get, "/laws/busbridge-2025", 200, template: "/laws/{name}"),
        Scenario(.get, "/laws/busbridge-2025-printed@1", 200, template: "/laws/{name}"),
        Scenario(.get, "/laws/hoffmann-2022", 200, template: "/laws/{name}"),
        Scenario(.get, "/laws/nobody-1999", 404, template: "/laws/{name}"),
    ]

    private static let law = """
        {"name": "ours", "summary": "Our own.", "source": {"paper": "notes", "place": "page 3"},
         "supervised": {"E": 1.82, "A": 482, "B": 2085, "alpha": 0.348, "beta": 0.366, "gamma": 1},
         "parameter_counting": "all", "corpus": {"dataset": "crawl", "tokenizer": "64k"}}
        """

    private static let wholeLaw = """
        {"name": "ours", "summary": "Our own.", "source": {"paper": "notes", "place": "page 3"},
         "supervised": {"E": 1.22, "A": 3355, "B": 18186, "alpha": 0.408, "beta": 0.431, "gamma": 0.452},
         "distillation": {"A": 2243, "B": "2.4181M", "alpha": 0.321, "beta": 0.637, "gamma": 0.764, "c0": 2.549,
                          "c1": 522.6, "f1": 0.09, "d1": 1.315},
         "parameter_counting": "non_embedding", "corpus": {"dataset": "crawl", "tokenizer": "64k"},
         "architecture": {"context": 4096, "vocabulary": 32768, "aspect_ratio": 128, "group_size": 1, "ffn_ratio": 2.5,
                          "ffn_matrices": 3},
         "runs": {"supervised": 73, "distillation": 354},
         "intervals": {"level": 0.9, "resamples": 4096, "bounds": {"supervised.E": {"min": 1.19, "max": 1.25}}},
         "support": {"student.params": {"min": "143M", "max": "7.75B"}, "teacher.loss": {"min": 1.9, "max": 2.8},
                     "student.tokens": {"min": 1e9, "max": 1e12}, "student.tokens_per_param": {"min": 1, "max": 200},
                     "teacher.params": {"min": 1e8, "max": 1e10},
                     "hull": [{"student.params": 1e8, "student.tokens": 1e9, "teacher.loss": 2},
                              {"student.params": 1e9, "student.tokens": 1e9, "teacher.loss": 2},
                              {"student.params": 1e8, "student.tokens": 1e10, "teacher.loss": 2},
                              {"student.params": 1e8, "student.tokens": 1e9, "teacher.loss": 2.5}]},
         "misfit": {"runs": "ours", "mean_relative_error": 0.01, "max_relative_error": 0.05},
         "draws": {"resampling": "run", "resamples": 3, "seed": 7,
                   "laws": [{"supervised.E": 1.22, "supervised.A": 3355, "supervised.B": 18186, "supervised.alpha": 0.408,
                             "supervised.beta": 0.431, "supervised.gamma": 0.452}]}}
        """

    static let lawVersions =
        [
            Scenario(.get, "/laws", 200, isStocked: true),
            Scenario(.get, "/laws/mine", 200, template: "/laws/{name}", isStocked: true),
            Scenario(.get, "/laws/production", 200, template: "/laws/{name}", isStocked: true),
            Scenario(.get, "/laws/mine/versions/1", 200, template: "/laws/{name}/versions/{version}", isStocked: true),
            Scenario(.get, "/laws/mine/versions/2", 404, template: "/laws/{name}/versions/{version}", isStocked: true),
            Scenario(.get, "/laws/mine/versions/01", 404, template: "/laws/{name}/versions/{version}", isStocked: true),
            Scenario(.post, "/laws", 201, body: law, fields: json),
            Scenario(.post, "/laws", 201, body: wholeLaw, fields: json),
            Scenario(.post, "/laws", 200, body: law, fields: json, isRepeated: true),
            Scenario(.post, "/laws", 400, body: "{", fields: json),
            Scenario(
                .post, "/laws", 409, body: law.replacing("\"ours\"", with: "\"production\""), fields: json,
                isStocked: true),
            Scenario(.post, "/laws", 415, body: law),
            Scenario(.post, "/laws", 422, body: law.replacing("\"ours\"", with: "\"hoffmann-2022\""), fields: json),
            Scenario(.post, "/laws", 422, body: "{}", fields: json),
        ]
        + ["", "?format=json", "?format=csv", "?format=markdown"].map { query in
            Scenario(
                .get, "/laws/mine/versions/1/draws" + query, 200, template: "/laws/{name}/versions/{version}/draws",
                isStocked: true)
        } + [
            Scenario(
                .get, "/laws/mine/versions/1/draws?format=xml", 422,
                template: "/laws/{name}/versions/{version}/draws", isStocked: true),
            Scenario(
                .get, "/laws/hoffmann-2022/versions/1/draws", 404,
                template: "/laws/{name}/versions/{version}/draws"),
        ]

    private static func alias(
        _ method: HTTPRequest.Method, _ name: String, _ status: Int, body: String = "", fields: HTTPFields = [:]
    ) -> Scenario {
        Scenario(
            method, "/laws/aliases/\(name)", status, body: body, fields: fields, template: "/laws/aliases/{alias}",
            isStocked: true)
    }

    static let aliases = [
        Scenario(.get, "/laws/aliases", 200, isStocked: true),
        alias(.get, "production", 200),
        alias(.get, "nothing", 404),
        alias(.put, "production", 200, body: #"{"law": "alone@1"}"#, fields: json),
        alias(.put, "next", 200, body: #"{"law": "alone@1"}"#, fields: json),
        alias(.put, "next", 400, body: "{", fields: json),
        alias(.put, "mine", 409, body: #"{"law": "alone@1"}"#, fields: json),
        alias(.put, "next", 415, body: #"{"law": "alone@1"}"#),
        alias(.put, "next", 422, body: #"{"law": "alone@2"}"#, fields: json),
        alias(.put, "Next", 422, body: #"{"law": "alone"}"#, fields: json),
        alias(.delete, "production", 200),
        alias(.delete, "nothing", 404),
    ]

    private static func compare(_ question: String, _ status: Int = 200) -> Scenario {
        Scenario(.post, "/laws/compare", status, body: question, isStocked: true)
    }

    static let comparisons = [
        compare(#"{"laws": ["busbridge-2025", "busbridge-2025-refit"]}"#),
        compare(#"{"laws": ["production", "hoffmann-2022"]}"#),
        compare(#"{"laws": ["hoffmann-2022", "besiroglu-2024"]}"#),
        compare(
            #"{"laws": ["busbridge-2025", "busbridge-2025-printed"], "plans": [{"budget_flops": 1}, {"budget_flops": 1e21, "teacher": {"candidates": [{"name": "a", "params": "3B", "loss": 2}]}}]}"#
        ),
        compare("{", 400),
        compare(#"{"laws": ["busbridge-2025", "nobody"], "plans": [{"law": "x"}]}"#, 422),
    ]

    /// A plan of `more` fields under the law `mine`, with its draws.
    private static func doubting(
        _ more: String, law: String = "mine", format: String = "json", status: Int = 200
    ) -> Scenario {
        Scenario(
            .post, "/plan?format=\(format)", status,
            body: #"{"student": {"params": 1e9}, "law": "\#(law)", "uncertainty": {}\#(more)}"#, isStocked: true)
    }

    static let uncertain = [
        doubting(#", "budget_flops": 1e22"#, law: "production"),
        doubting(#", "budget_flops": 1e22, "scenario": "best_case""#),
        doubting(#", "budget_flops": 3e22, "scenario": "best_case""#, format: "table"),
        doubting(#", "budget_flops": 1e24, "scenario": "teacher_inference""#, format: "markdown"),
        doubting(#", "budget_flops": 1e21, "support": "constrain", "scenario": "best_case""#),
        doubting(#", "budget_flops": 1e22"#, law: "alone"),
        doubting(#", "target_loss": 2.2"#),
        doubting(#", "target_loss": 2.2, "scenario": "teacher_inference""#, format: "table"),
        doubting(#", "target_loss": 2.2, "teacher": {"loss": 2.21, "params": "1B"}"#),
        doubting(#", "target_loss": 2.2"#, law: "alone"),
        doubting(
            #", "budget_flops": 1e21, "teacher": {"candidates": [{"name": "a", "params": "3B", "loss": 2}, {"name": "b", "params": 1e17, "loss": 1.9}]}"#
        ),
        doubting(#", "budget_flops": 1"#, status: 422),
        Scenario(.post, "/plan", 422, body: #"{"budget_flops": 1e22, "uncertainty": {}}"#),
        Scenario(
            .post, "/plans", 201,
            body: #"{"label": "a", "budget_flops": 1e22, "law": "mine", "uncertainty": {"draws": 8, "level": "0.5"}}"#,
            fields: json, isStocked: true),
        Scenario(
            .post, "/predict", 200,
            body:
                #"[{"law": "mine", "student": {"params": 1e9, "tokens": 1e11}, "teacher": {"params": 3e9, "tokens": 1e11}, "uncertainty": {}}, {"student": {"params": 1e9, "tokens": 1e11}}]"#,
            isStocked: true),
        Scenario(
            .post, "/frontier", 200,
            body:
                #"{"budgets": [1e15, 1e21], "law": "production", "student": {"params": 1e9}, "uncertainty": {"draws": 8}}"#,
            isStocked: true),
        Scenario(
            .post, "/frontier", 422,
            body:
                #"{"budgets": {"min": 1e20, "max": 1e22, "points": 90000}, "law": "mine", "uncertainty": {}, "teacher": {"candidates": [{"name": "a", "params": 1e9, "loss": 2}, {"name": "b", "params": 1e9, "loss": 3}]}}"#,
            isStocked: true),
    ]

    private static let operation = [
        Scenario(.get, "/healthz", 200),
        Scenario(.get, "/readyz", 200),
        Scenario(.get, "/readyz", 503, closesStore: true),
        Scenario(.get, "/metrics", 200),
        Scenario(.get, "/openapi.yaml", 200),
    ]

    /// What any path may answer, the router's part of it.
    static let page =
        [Scenario(.get, "/", 200), Scenario(.get, "/", 304, fields: [.ifNoneMatch: "*"])]
        + ["app.js", "style.css", "icon.svg"].map { Scenario(.get, "/page/\($0)", 200, template: "/page/{file}") }
        + [
            Scenario(.get, "/page/app.js", 304, fields: [.ifNoneMatch: "*"], template: "/page/{file}"),
            Scenario(.get, "/page/other.js", 404, template: "/page/{file}"),
        ]

    private static let everywhere = [
        Scenario(.get, "/healthz?nosuch=1", 422),
        Scenario(.post, "/plans", 500, body: labelled, fields: json, closesStore: true),
        Scenario(.get, "/nosuch", 404),
        Scenario(.delete, "/plans", 405),
    ]
}
