import HTTPTypes

/// Studies and their runs.
extension Scenario {
    private static let csv: HTTPFields = [.contentType: "text/csv"]
    private static let lines: HTTPFields = [.contentType: "application/x-ndjson"]
    private static let runs = "/studies/{study}/runs"
    private static let run = "/studies/{study}/runs/{run}"

    private static let study = Scenario(.post, "/studies", 201, body: #"{"id": "s"}"#, fields: json)

    /// Runs that say all that can be said, the third of them the student of the first.
    private static let file = taking(
        [
            #"{"id": "t", "N": 1e9, "D": 2e10, "L": 2.5}"#,
            #"{"id": "m", "N": 3e8, "D": 1e10, "L": 2.7, "loss_split": "val", "N_T": 7e9, "D_T": 1e11, "L_T": 2.1, "#
                + #""lambda": 1, "temperature": 1, "top_k": 9, "learning_rate": 1, "batch_tokens": 1, "seed": 1, "#
                + #""precision": "bf16", "unique_tokens": 1, "epochs": 1, "context": 1, "split": "test", "tags": ["a"], "#
                + #""url": "u", "note": "n", "excluded_reason": "r", "extra": {"x": 1}, "parameter_counting": "all"}"#,
            #"{"id": "s", "N": 3e8, "D": 1e10, "L": 2.7, "teacher_run": "t"}"#,
        ].joined(separator: "\n"), "source=f", lines)

    private static func taking(
        _ body: String, _ query: String, _ fields: HTTPFields = csv, _ status: Int = 200, before: [Scenario] = [study]
    ) -> Scenario {
        Scenario(
            .post, "/studies/s/runs?\(query)", status, body: body, fields: fields, template: runs, before: before)
    }

    private static func asking(
        _ method: HTTPRequest.Method, _ path: String, _ status: Int, body: String = "", template: String,
        fields: HTTPFields = json
    ) -> Scenario {
        Scenario(method, path, status, body: body, fields: fields, template: template, before: [study, file])
    }

    static let studies = madeStudies + imports + lists + single

    private static let madeStudies = [
        study,
        Scenario(
            .post, "/studies", 201,
            body: """
                {"id": "sweep-2", "name": "Our sweep", "description": "a", "dataset": "C4", "tokenizer": "32k",
                 "architecture": "dense", "parameter_counting": "all"}
                """, fields: json),
        Scenario(.post, "/studies", 400, body: "{", fields: json),
        Scenario(.post, "/studies", 409, body: #"{"id": "s"}"#, fields: json, before: [study]),
        Scenario(.post, "/studies", 415, body: #"{"id": "s"}"#),
        Scenario(.post, "/studies", 422, body: #"{"id": "S"}"#, fields: json),
        Scenario(.get, "/studies", 200, before: [study, file]),
        asking(.get, "/studies/s", 200, template: "/studies/{study}"),
        asking(.get, "/studies/t", 404, template: "/studies/{study}"),
        asking(
            .patch, "/studies/s", 200, body: #"{"name": "T", "parameter_counting": "all"}"#,
            template: "/studies/{study}"),
        asking(.patch, "/studies/s", 400, body: "", template: "/studies/{study}"),
        asking(.patch, "/studies/t", 404, body: "{}", template: "/studies/{study}"),
        asking(.patch, "/studies/s", 415, body: "{}", template: "/studies/{study}", fields: [:]),
        asking(.patch, "/studies/s", 422, body: #"{"id": "t"}"#, template: "/studies/{study}"),
    ]

    private static let imports = [
        file,
        taking("N,D,L\n1e9,2e10,2.5\n", "source=f&unit=bits"),
        taking("id,N,D,L,L_curve,x\n1,1e9,2e10,2.5,1,y\n", "source=f&dry_run=true&map=loss=L"),
        taking("N_S,D_S,L_S,L_S_curve\n1e9,2e10,2.5,1\n1e9,2e10,-1,1\n", "source=f&keep_going=true"),
        taking("N,D,L\n", "source=f", csv, 422),
        taking("N,D,L\n1,1,-1\n", "source=f", csv, 422),
        taking("N,D,L\n1,1,1\n", "unit=bpb", csv, 422),
        taking("N,D,L\n1,1,1\n", "source=f", [:], 415),
        taking("N,D,L\n1,1,1\n", "source=f", csv, 404, before: []),
    ]

    private static let lists = [
        asking(.get, "/studies/s/runs", 200, template: runs),
        asking(.get, "/studies/s/runs?sort=-loss&limit=1&kind=distillation", 200, template: runs),
        asking(.get, "/studies/s/runs?format=csv", 200, template: runs),
        asking(.get, "/studies/s/runs?format=jsonl&limit=1", 200, template: runs),
        asking(.get, "/studies/t/runs", 404, template: runs),
        asking(.get, "/studies/s/runs?loss_min=low", 422, template: runs),
    ]

    private static let single = [
        asking(.get, "/studies/s/runs/2", 200, template: run),
        asking(.get, "/studies/s/runs/9", 404, template: run),
        asking(
            .patch, "/studies/s/runs/1", 200,
            body: #"{"excluded": true, "excluded_reason": "r", "tags": [], "note": ""}"#,
            template: run),
        asking(.patch, "/studies/s/runs/1", 400, body: "", template: run),
        asking(.patch, "/studies/s/runs/9", 404, body: "{}", template: run),
        asking(.patch, "/studies/s/runs/1", 415, body: "{}", template: run, fields: [:]),
        asking(.patch, "/studies/s/runs/1", 422, body: #"{"loss": 1}"#, template: run),
        asking(.delete, "/studies/s/runs/3", 200, template: run),
        asking(.delete, "/studies/s/runs/9", 404, template: run),
        asking(.delete, "/studies/s/runs/1", 409, template: run),
    ]
}
