import HTTPServer
import HTTPTypes
import Records
import Store

/// `/studies/{study}/runs`: import, export, query, and what can be said of one run.
func runRoutes(store: PlannerStore) -> [Route] {
    [
        Route(
            .post, RunImport.route, changes: "runs.import", statuses: [200, 404, 415, 422],
            parameters: ImportArguments.parameters,
            repeatable: ["map"]
        ) { call in
            let format = try call.importFormat()
            return {
                var rest = call.request.body[...]
                let report: ImportReport
                do {
                    report = try RunImport.run(ImportArguments(call), format: format, into: call.study, store) {
                        // Slices of the body, so that no more than one piece of it is in memory twice.
                        defer { rest = rest.dropFirst(1 << 16) }
                        return rest.isEmpty ? nil : rest.prefix(1 << 16)
                    }
                } catch let error as ImportArgumentError {
                    throw Problem(error.faults)
                }
                guard report.isTaken || report.isDryRun else { throw Problem(report) }
                return .json(report.json)
            }
        },
        Route(
            .get, "/studies/{study}/runs", statuses: [200, 404, 422],
            parameters: ["format", "sort", "limit", "cursor"] + RunFilter.names
        ) { call in
            let format = try call.format(RunFormat.self)
            let list = try call.runList(store, isPaged: format == .json)
            let page = try list.limit.map { try list.page($0) }
            let next = page?.next.map { RunCursor.text($0, list.order) }
            var fields: HTTPFields = [.contentType: format.mediaType, .vary: "Accept"]
            if let next { fields[.link] = call.link(next) }
            let body: ServerResponse.Body =
                format == .json
                ? .bytes(try list.json(page?.runs ?? [], next: next).bytes) : .stream(list.stream(format))
            return ServerResponse(head: HTTPResponse(status: .ok, headerFields: fields), body: body)
        },
        Route(.get, "/studies/{study}/runs/{run}", statuses: [200, 404]) { call in
            .json(try call.found(try call.runID.flatMap { try store.run(study: call.study, id: $0) }).json)
        },
        Route(
            .patch, "/studies/{study}/runs/{run}", changes: "run.update", statuses: [200, 400, 404, 415, 422]
        ) { call in
            try call.requireJSONType()
            let body = try call.json()
            let request = try faultsAsProblem { () throws(Faults) in try ObjectReader.read(body) { RunRequest(&$0) } }
            return {
                let changed = try call.runID.flatMap { id in
                    try store.changeRun(study: call.study, id: id) { request.apply(to: &$0) }
                }
                return .json(try call.found(changed).json)
            }
        },
        Route(.delete, "/studies/{study}/runs/{run}", changes: "run.delete", statuses: [200, 404, 409]) { call in
            {
                do {
                    return .json(
                        try call.found(try call.runID.flatMap { try store.deleteRun(study: call.study, id: $0) }).json)
                } catch let error as RunTeaches {
                    throw Problem(
                        .conflict, "The run is the teacher of \(error.students) others; delete those first.")
                }
            }
        },
    ]
}

// MARK: - Import

extension RunImport {
    /// Where files are imported.
    fileprivate static let route = "/studies/{study}/runs"

    /// How many bytes a file may have that is imported over HTTP.
    static let greatestBody = 100_000_000

    /// The limit of the body of `request` where it is an import; nil where it is not.
    static func bodyLimit(_ request: HTTPRequest) -> Int? {
        let segments = (request.path ?? "").prefix { $0 != "?" }.split(separator: "/", omittingEmptySubsequences: false)
        guard request.method == .post, segments.count == 4, segments[1] == "studies", segments[3] == "runs",
            ["text/csv", "application/x-ndjson"].contains(request.contentType)
        else { return nil }
        return greatestBody
    }
}

extension ImportArguments {
    static let parameters = [
        "source", "map", "unit", "tokens_from", "parameter_counting", "decimal", "keep_going", "dry_run",
    ]

    fileprivate init(_ call: Call) {
        self.init()
        source = call.query["source"]
        map = call.lists["map"] ?? []
        unit = call.query["unit"]
        tokensFrom = call.query["tokens_from"]
        parameterCounting = call.query["parameter_counting"]
        decimal = call.query["decimal"]
        keepGoing = call.query["keep_going"]
        dryRun = call.query["dry_run"]
    }
}

extension Call {
    /// The format that the body calls itself: a web page cannot send one of these without asking.
    ///
    /// - Throws: ``Problem`` 415.
    fileprivate func importFormat() throws -> ImportFormat {
        switch contentType {
        case "text/csv": return .csv
        case "application/x-ndjson": return .jsonLines
        default:
            throw Problem(
                .unsupportedMediaType, "An import needs the header Content-Type: text/csv or application/x-ndjson.")
        }
    }
}

extension Problem {
    /// 422 for a file of which nothing was taken.
    fileprivate init(_ report: ImportReport) {
        let rows = report.refused == 1 ? "One row is wrong" : "\(report.refused) rows are wrong"
        self.init(
            .unprocessableContent, kind: .importRefused,
            (report.refused > 0 ? rows : "The file cannot be read") + ", and nothing of the file was taken. "
                + "dry_run=true shows what the columns are taken for"
                + (report.refused > 0 ? ", keep_going=true takes the rows that are right." : "."),
            faults: report.faults, facts: [.init("counts", report.countsJSON)])
    }
}

// MARK: - Query

extension Call {
    /// The list of runs that the query asks for.
    ///
    /// - Throws: ``Problem`` 422, `StudyMissing`.
    fileprivate func runList(_ store: PlannerStore, isPaged: Bool) throws -> RunList {
        var faults: [Fault] = []
        var filter = RunFilter.all
        do throws(RunFilter.Faults) {
            filter = try RunFilter(
                conditions: RunFilter.names.compactMap { name in query[name].map { (name, $0) } })
        } catch {
            faults += error.list.map { Fault(query: $0.name, .init($0.kind)) }
        }
        var order = RunOrder.byID
        do throws(RunOrder.UnknownKey) {
            order = try query["sort"].map(RunOrder.init(parsing:)) ?? .byID
        } catch {
            faults.append(
                Fault(query: "sort", .unknownName(text: error.text, known: RunOrder.Key.all.map(\.name))))
        }
        let start = query["cursor"].flatMap { RunCursor.position($0, order) }
        if query["cursor"] != nil && start == nil { faults.append(Fault(query: "cursor", .invalidCursor)) }
        let limit = pageLimit(otherwise: isPaged ? 100 : nil, most: 1000, &faults)
        guard faults.isEmpty else { throw Problem(Faults(faults)) }
        return try RunList(store, study: study, filter: filter, order: order, start: start, limit: limit)
    }

    /// The Link to the page that begins at `cursor`.
    fileprivate func link(_ cursor: String) -> String {
        var items = (["sort", "limit", "format"] + RunFilter.names).compactMap { name in
            query[name].map { "\(name)=\(QueryText.escaped($0))" }
        }
        items.append("cursor=\(cursor)")
        return "</studies/\(study)/runs?\(items.joined(separator: "&"))>; rel=\"next\""
    }

    /// The number of the run that the path names; nil where it is none.
    fileprivate var runID: Int64? {
        path["run"].flatMap { text in Int64(text).flatMap { String($0) == text ? $0 : nil } }
    }

    /// - Throws: ``Problem`` 404 where `record` is nil, or `StudyMissing` where the study is missing too.
    fileprivate func found(_ record: RunRecord?) throws -> RunRecord {
        guard let record else { throw Problem(.notFound, "The study has no run of this number.") }
        return record
    }
}

extension RunList {
    /// A page of the list, as an answer.
    fileprivate func json(_ runs: [RunRecord], next: String?) throws -> JSONValue {
        [
            "runs": .array(runs.map(\.json)),
            "total": .number(try store.countRuns(study: study, filter: filter)),
            "next_cursor": .optional(next, JSONValue.string),
        ]
    }
}
