public import Foundation
public import Records
public import Store

/// Questions about studies and their runs, for a command that opens the database itself.
public enum StudyQuestion {
    /// Makes the study that `body`, a body of `POST /studies`, describes.
    ///
    /// - Throws: ``PlanQuestionError`` where something is wrong with it, whose fields `name` spells; `StudyTaken`,
    ///   `StoreBusy`, `DatabaseError`.
    public static func create(
        _ body: JSONValue, in store: PlannerStore, at time: Date, calling name: (String) -> String
    ) throws -> StudySummary {
        let study: StudyRecord
        do throws(Faults) {
            study = try StudyRequest.study(body, createdAt: time)
        } catch {
            throw PlanQuestionError(isMalformed: true, error, calling: name)
        }
        try store.add(study)
        return try store.study(study.id)
    }

    /// Changes one run as `body`, a body of `PATCH /studies/{study}/runs/{run}`, says; nil where there is no such run.
    ///
    /// - Throws: ``PlanQuestionError`` where something is wrong with it, whose fields `name` spells; `StoreBusy`,
    ///   `DatabaseError`.
    public static func change(
        run id: Int64, _ body: JSONValue, in store: PlannerStore, calling name: (String) -> String
    ) throws -> RunRecord? {
        let request: RunRequest
        do throws(Faults) {
            request = try ObjectReader.read(body) { RunRequest(&$0) }
        } catch {
            throw PlanQuestionError(isMalformed: true, error, calling: name)
        }
        return try store.study(ofRun: id).flatMap { study in
            try store.changeRun(study: study, id: id) { request.apply(to: &$0) }
        }
    }

    /// The filter of this text.
    ///
    /// - Throws: ``PlanQuestionError``, all that is wrong with it.
    public static func filter(_ text: String) throws -> RunFilter {
        do {
            return try RunFilter(parsing: text)
        } catch {
            throw PlanQuestionError(
                isMalformed: true,
                lines: error.list.map { "the filter " + Fault(query: "", .record(.condition($0))).detail })
        }
    }

    /// The first `limit` of the runs of a study that `filter` selects, in the order of `sort`, as a table.
    ///
    /// - Throws: ``PlanQuestionError`` where `sort` is no order; `StudyMissing`, `DatabaseError`.
    public static func table(
        _ store: PlannerStore, study: String, filter: RunFilter, sort: String?, limit: Int
    ) throws -> String {
        var order = RunOrder.byID
        do throws(RunOrder.UnknownKey) {
            order = try sort.map(RunOrder.init(parsing:)) ?? .byID
        } catch {
            let known = RunOrder.Key.all.map(\.name)
            throw PlanQuestionError(
                isMalformed: true,
                lines: ["--sort " + Fault(query: "", .unknownName(text: error.text, known: known)).detail])
        }
        let page = try store.runs(study: study, filter: filter, order: order, after: nil, limit: limit)
        let total = try store.countRuns(study: study, filter: filter)
        return StudyText.table(page.runs) + "\n\(page.runs.count) of \(total) runs\n"
    }
}
