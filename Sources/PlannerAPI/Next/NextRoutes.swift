import HTTPServer
import HTTPTypes
import Planning
public import Store

/// `POST /studies/{study}/next`: which runs to make next; computes, and changes nothing.
func nextRoutes(_ store: PlannerStore, _ accelerators: AcceleratorTable) -> [Route] {
    [
        Route(.post, "/studies/{study}/next", statuses: [200, 400, 404, 422]) { call in
            let body = try call.json()
            let answer = try faultsAsProblem {
                try NextRunsAnswer.answer(body, study: call.study, store, accelerators)
            }
            return .bytes(answer.json, type: "application/json")
        }
    ]
}

extension NextRunsAnswer {
    /// - Throws: ``Faults``, ``Problem``, `StudyMissing`, `DatabaseError`.
    fileprivate static func answer(
        _ body: JSONValue, study: String, _ store: PlannerStore, _ accelerators: AcceleratorTable
    ) throws -> NextRunsAnswer {
        let record = try store.study(study).study
        let request = try NextRunsRequest.read(
            body, study: study, newest: store.newestLaw(fittedTo: study), store.currentLaws(), accelerators)
        return try NextRunsWork(request, study: record, store).answer()
    }

    /// What `body`, a body of `POST /studies/{study}/next`, asks, without a server.
    ///
    /// - Parameter name: what the one who asks calls a field, from its path in dots.
    /// - Throws: ``PlanQuestionError``, `StudyMissing`, `DatabaseError`.
    public static func answer(
        _ body: JSONValue, study: String, _ store: PlannerStore, calling name: (String) -> String = { $0 }
    ) throws -> NextRunsAnswer {
        do {
            return try answer(body, study: study, store, .builtIn)
        } catch let faults as Faults {
            throw PlanQuestionError(isMalformed: true, faults, calling: name)
        } catch let problem as Problem {
            throw PlanQuestionError(isMalformed: false, lines: [problem.detail])
        }
    }
}
