import Records
import TestSupport
import Testing

@testable import Store

@Suite struct `A query of runs` {
    private static func store() throws -> PlannerStore {
        var teachers = Run.distilled("by-run", loss: 2.6)
        teachers.teacherLoss = nil
        teachers.teacherRun = RunName(source: "a.csv", externalID: "1")
        return try .with(
            .supervised("1"), .supervised("2", loss: 2.4, source: "b.csv"), .distilled("3"), .full, teachers)
    }

    @Test(arguments: [
        ("", ["1", "2", "3", "full", "by-run"]),
        ("kind=supervised", ["1", "2"]),
        ("source=b.csv", ["2"]),
        ("external_id=full", ["full"]),
        ("tag=a", ["full"]), ("tag=a,b:c/d-e_f.g", ["full"]), ("tag=b", []),
        ("excluded=true", ["full"]), ("excluded=false", ["1", "2", "3", "by-run"]),
        ("split=test", ["full"]), ("loss_split=val", ["full"]),
        ("params_min=1B", ["1", "2"]), ("params_max=300M", ["3", "full", "by-run"]),
        ("loss_max=2.5", ["1", "2"]), ("loss_min=2.5&loss_max=2.6", ["1", "by-run"]),
        ("tokens_per_param_max=20", ["1", "2"]), ("flops_min=1.2e20", ["1", "2"]),
        // The teacher of the last is the first, of loss 2.5 and a billion parameters.
        ("teacher_loss_min=2.2", ["by-run"]), ("teacher_params_max=1e9", ["by-run"]),
        ("teacher_tokens_min=1e10", ["by-run"]),
        ("teacher_loss_max=99", ["3", "full", "by-run"]),
        ("lambda_min=0.5", ["full"]), ("temperature_max=1", ["full"]), ("learning_rate_max=1", ["full"]),
        ("unique_tokens_min=1", ["full"]), ("epochs_min=2", ["full"]), ("context_max=4096", ["full"]),
        ("kind=distillation&loss_max=2.65", ["by-run"]),
    ])
    func `gives those that pass its filter`(filter: String, names: [String]) throws {
        let store = try Self.store()
        #expect(try store.all(filter).map(\.run.name.externalID) == names)
        #expect(try store.countRuns(study: "s", filter: RunFilter(parsing: filter)) == names.count)
    }

    @Test(arguments: [
        ("loss", ["2", "1", "by-run", "3", "full"]),
        ("-loss", ["3", "full", "by-run", "1", "2"]),
        ("params,-loss", ["3", "full", "by-run", "1", "2"]),
        ("-source,external_id", ["2", "1", "3", "by-run", "full"]),
        // Those without a teacher stand first going up, and last going down.
        ("teacher_loss", ["1", "2", "3", "full", "by-run"]),
        ("-teacher_loss,-loss", ["by-run", "3", "full", "1", "2"]),
    ])
    func `gives them in its order, page by page as at once`(order: String, names: [String]) throws {
        let store = try Self.store()
        let order = try RunOrder(parsing: order)
        for limit in 1...6 {
            var found: [String] = []
            var position: RunPosition?
            repeat {
                let page = try store.runs(study: "s", filter: .all, order: order, after: position, limit: limit)
                #expect(page.runs.count <= limit)
                found += page.runs.map(\.run.name.externalID)
                position = page.next
            } while position != nil
            #expect(found == names, "\(limit) a page")
        }
    }

    @Test func `goes on where it was though runs come and go`() throws {
        let store = try Self.store()
        let order = try RunOrder(parsing: "loss")
        let first = try store.runs(study: "s", filter: .all, order: order, after: nil, limit: 2)
        #expect(first.runs.map(\.run.name.externalID) == ["2", "1"])
        try store.take([.supervised("before", loss: 1), .supervised("behind", loss: 2.65)])
        _ = try store.deleteRun(study: "s", id: try #require(first.runs.first?.id))
        let rest = try store.runs(study: "s", filter: .all, order: order, after: first.next, limit: 9)
        #expect(rest.runs.map(\.run.name.externalID) == ["by-run", "behind", "3", "full"])
    }
}
