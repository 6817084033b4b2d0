import Fitting
import Foundation
import HTTPServer
import HTTPTypes
import Records
import ScalingLaws
import Store

/// `/fits`: laws fitted to the runs of a study, as jobs.
func fitRoutes(
    store: PlannerStore, jobs: FitJobs, now: @escaping @Sendable () -> Date,
    makeIdentifier: @escaping @Sendable () -> String
) -> [Route] {
    [
        Route(.post, "/studies/{study}/fits", changes: "fit.ask", statuses: [202, 400, 404, 415, 422]) { call in
            try call.requireJSONType()
            let body = try call.json()
            let study = try store.study(call.study).study
            let laws = try store.currentLaws()
            let request = try faultsAsProblem { () throws(Faults) in
                try FitRequest.read(body, study: study.id, laws)
            }
            let data = try FitData.orProblem(request, study: study.id, store)
            let fit = FitRecord(
                id: makeIdentifier(), study: study.id, createdAt: now().formatted(.iso8601),
                request: request.canonical, dataDigest: data.digest)
            return {
                try store.add(fit)
                jobs.wake()
                return .json(
                    FitAnswer.json(fit, nil), status: .accepted,
                    fields: [.location: "/fits/\(fit.id)", .retryAfter: "1"])
            }
        },
        Route(
            .get, "/studies/{study}/fits", statuses: [200, 404, 422], parameters: PageRequest.parameters
        ) { call in
            let page = try PageRequest(call)
            let fits = try store.fits(study: call.study, before: page.position, limit: page.limit)
            return page.answer("fits", fits) { FitAnswer.summary($0, jobs.progress(of: $0.id)) }
        },
        Route(.get, "/fits/{id}", statuses: [200, 404]) { call in
            let fit = try store.fit(call)
            return .json(FitAnswer.json(fit, jobs.progress(of: fit.id)))
        },
        Route(.delete, "/fits/{id}", changes: "fit.cancel", statuses: [200, 404, 409]) { call in
            {
                let fit = try store.fit(call)
                guard try jobs.cancel(fit.id) else {
                    throw Problem(.conflict, "The fit has ended already: it is \(fit.status.rawValue).")
                }
                return .json(FitAnswer.json(try store.fit(call), nil))
            }
        },
    ]
}

extension PlannerStore {
    fileprivate func fit(_ call: Call) throws -> FitRecord {
        guard let fit = try fit(id: call.path["id"] ?? "") else {
            throw Problem(.notFound, "No fit has this identifier.")
        }
        return fit
    }
}

extension FitData {
    /// - Throws: ``Problem`` 422 where the runs cannot be fitted.
    static func orProblem(_ request: FitRequest, study: String, _ store: PlannerStore) throws -> FitData {
        do {
            return try FitData(request, study: study, store)
        } catch let refusal as Refusal {
            throw Problem(refusal)
        }
    }
}

extension Problem {
    /// 422 for runs that no law can be fitted to or compared with.
    init(_ refusal: FitData.Refusal) {
        self.init(
            .unprocessableContent, kind: .unidentifiedLaw, refusal.text,
            facts: [.init("runs_that_would_help", .array(refusal.supply.map(\.json)))])
    }
}

/// A fit as it is answered.
enum FitAnswer {
    /// All of it, with its result.
    static func json(_ fit: FitRecord, _ progress: FitBoard.Progress?) -> JSONValue {
        .object(members(fit, progress) + [.init("result", result(fit))])
    }

    /// What a list says of it.
    static func summary(_ fit: FitRecord, _ progress: FitBoard.Progress?) -> JSONValue {
        .object(members(fit, progress))
    }

    private static func members(_ fit: FitRecord, _ progress: FitBoard.Progress?) -> [JSONValue.Member] {
        [
            .init("id", .string(fit.id)), .init("study", .string(fit.study)),
            .init("status", .string(fit.status.rawValue)), .init("created_at", .string(fit.createdAt)),
            .init("finished_at", .optional(fit.finishedAt, JSONValue.string)),
            .init("attempts", .number(fit.attempts)),
            .init("request", tree(Array(fit.request.utf8))),
            .init("progress", fit.status == .running ? FitBoard.json(progress) : .null),
            .init("failure", .optional(fit.failure, JSONValue.string)),
            .init("law", .optional(fit.law) { ["name": .string($0.name), "version": .number($0.version)] }),
        ]
    }

    private static func result(_ fit: FitRecord) -> JSONValue { .optional(fit.result, tree) }

    private static func tree(_ bytes: [UInt8]) -> JSONValue {
        guard let tree = try? JSONParser.parse(bytes) else {
            preconditionFailure("what is kept of a fit was written by this program")
        }
        return tree
    }
}

extension FitBoard {
    /// How far a running fit is; before its first piece is done there is nothing to say.
    fileprivate static func json(_ progress: Progress?) -> JSONValue {
        let stage = progress?.stage
        return [
            "law": .optional(progress?.kind?.rawValue, JSONValue.string),
            "stage": .optional(stage?.stage.rawValue, JSONValue.string),
            "done": .number(stage?.done ?? 0),
            "total": .number(stage?.total ?? 0),
            "seconds_left_of_stage": .optional(progress?.secondsLeftOfStage, JSONValue.number),
            "seconds_so_far": .number(progress.map { max(0, $0.reported.timeIntervalSince($0.began)) } ?? 0),
        ]
    }
}

extension FitReport {
    /// The result as it is kept: JSON of one line.
    func bytes(law: LawReference?) -> [UInt8] {
        let name = JSONValue.optional(law) { ["name": .string($0.name), "version": .number($0.version)] }
        return JSONText.line(.object([.init("law", name)] + members))
    }
}
