import GRDB
import Records
import ScalingLaws
import TestSupport
import Testing

@testable import Store

@Suite struct `Studies` {
    @Test func `come back as they were made, with their counts`() throws {
        let store = try PlannerStore.with(.supervised("1"), .distilled("2"), .full)
        try store.add(.sample("other"))
        let summary = try store.study("s")
        #expect(summary.study == .sample())
        #expect(summary.runs == [.supervised: 1, .distillation: 2] && summary.excluded == 1)
        #expect(try store.studies().map(\.study.id) == ["s", "other"])
        #expect(try store.study("other").runs.isEmpty)
    }

    @Test func `change in all but their name and time`() throws {
        let store = try PlannerStore.with()
        let changed = try store.changeStudy("s") {
            $0.name = "Another"
            $0.description = ""
            $0.dataset = "Pile"
            $0.tokenizer = "50k"
            $0.architecture = "moe"
            $0.parameterCounting = .all
        }
        #expect(
            changed.study
                == StudyRecord(
                    id: "s", name: "Another", dataset: "Pile", tokenizer: "50k", architecture: "moe",
                    parameterCounting: .all, createdAt: "2026-01-02T03:04:05Z"))
        #expect(try store.study("s") == changed)
    }

    @Test func `are told from those that are not there`() throws {
        let store = try PlannerStore.with()
        for id in ["t", "", "S", "s\0"] {
            #expect(throws: StudyMissing(id: id)) { try store.study(id) }
            #expect(throws: StudyMissing(id: id)) { try store.runs(study: id, filter: .all) }
            #expect(throws: StudyMissing(id: id)) { try store.importRuns(into: id) { _ in (.keep, 0) } }
        }
        #expect(throws: StudyTaken(id: "s")) { try store.add(.sample()) }
    }

    @Test(arguments: [
        ("a", true), ("0-z", true), ("", false), ("A", false), ("a_b", false), ("é", false), ("a b", false),
    ])
    func `have identifiers that addresses take`(text: String, isOne: Bool) {
        #expect(StudyRecord.isIdentifier(text) == isOne)
        #expect(StudyRecord.isIdentifier(String(repeating: text, count: 65)) == false)
    }
}

@Suite struct `Runs` {
    @Test func `come back with all that was said of them`() throws {
        let store = try PlannerStore.with(.full, .supervised("1"))
        let stored = try store.all()
        #expect(stored.map(\.run) == [.full, .supervised("1")])
        #expect(stored[0].teacher == RunTeacher(params: 7e9, tokens: 0.1 + 0.2, loss: 2.1))
        #expect(stored[1].teacher == nil)
        #expect(try store.run(study: "s", id: stored[0].id) == stored[0])
        try store.add(.sample("other"))
        #expect(try store.run(study: "other", id: stored[0].id) == nil)
    }

    @Test func `are inserted, updated or left alone by their name`() throws {
        let store = try PlannerStore.with(.supervised("1"), .supervised("2"))
        let ids = try store.all().map(\.id)
        let outcomes = try store.take([
            .supervised("2", loss: 2.4), .supervised("1"), .supervised("1", source: "b.csv"),
        ])
        #expect(outcomes == [.updated, .unchanged, .inserted])
        let stored = try store.all()
        #expect(stored.map(\.id).prefix(2) == ids[...])
        #expect(stored.map(\.run.loss) == [2.5, 2.4, 2.5])
    }

    @Test func `of one name are taken once in an import`() throws {
        let store = try PlannerStore.with(.supervised("old"))
        let outcomes = try store.take([
            .supervised("new"), .supervised("old"), .supervised("new", loss: 3), .supervised("old", loss: 3),
        ])
        #expect(
            outcomes == [.inserted, .unchanged, .refused(.repeated(line: 2)), .refused(.repeated(line: 3))])
        #expect(try store.all().map(\.run.loss) == [2.5, 2.5])
    }

    @Test func `never change their kind`() throws {
        let store = try PlannerStore.with(.supervised("1"))
        #expect(try store.take([.distilled("1")]) == [.refused(.kindChanged(from: .supervised))])
    }

    @Test func `have what the teacher's run says now`() throws {
        var student = Run.distilled("student")
        student.teacherLoss = nil
        student.teacherRun = RunName(source: "a.csv", externalID: "teacher")
        let store = try PlannerStore.with(.supervised("teacher", loss: 2.2), student)
        #expect(try store.all("kind=distillation").first?.teacher == RunTeacher(params: 1e9, tokens: 2e10, loss: 2.2))
        let digest = try store.runs(study: "s", filter: RunFilter(parsing: "kind=distillation")).digest
        try store.take([.supervised("teacher", loss: 2.3)])
        let record = try #require(try store.all("teacher_loss_min=2.3").first)
        #expect(record.run == student && record.teacher?.loss == 2.3)
        #expect(try store.runs(study: "s", filter: RunFilter(parsing: "kind=distillation")).digest != digest)
    }

    @Test func `have a teacher that is a supervised run of the study`() throws {
        let store = try PlannerStore.with(.distilled("1"))
        for id in ["1", "nobody"] {
            var student = Run.distilled("student")
            student.teacherLoss = nil
            student.teacherRun = RunName(source: "a.csv", externalID: id)
            #expect(
                try store.take([student])
                    == [.refused(.teacherMissing(RunName(source: "a.csv", externalID: id)))])
        }
    }

    @Test func `that teach are not deleted`() throws {
        var student = Run.distilled("student")
        student.teacherLoss = nil
        student.teacherRun = RunName(source: "a.csv", externalID: "teacher")
        let store = try PlannerStore.with(.supervised("teacher"), student)
        let ids = try store.all().map(\.id)
        #expect(throws: RunTeaches(id: ids[0], students: 1)) { try store.deleteRun(study: "s", id: ids[0]) }
        #expect(try store.deleteRun(study: "s", id: ids[1])?.run == student)
        #expect(try store.deleteRun(study: "s", id: ids[1]) == nil)
        #expect(try store.deleteRun(study: "s", id: ids[0]) != nil)
    }

    @Test func `are excluded and included again`() throws {
        let store = try PlannerStore.with(.supervised("1"), .full)
        let id = try #require(try store.all().first?.id)
        #expect(try store.changeRun(study: "s", id: id) { $0.excludedReason = "diverged" }?.run.excludedReason != nil)
        #expect(try store.all("excluded=true").count == 2 && store.all("excluded=false").isEmpty)
        #expect(try store.changeRun(study: "s", id: id) { $0.excludedReason = nil }?.run == .supervised("1"))
        #expect(try store.changeRun(study: "s", id: 99) { $0.note = "x" } == nil)
    }

    @Test func `of an import that is undone, or fails, leave nothing`() throws {
        struct Failure: Error {}
        let store = try PlannerStore.with(.supervised("1"))
        #expect(try store.take([.supervised("1", loss: 3), .supervised("2")], end: .undo) == [.updated, .inserted])
        #expect(throws: Failure.self) {
            try store.importRuns(into: "s") { writer -> (ImportEnd, Void) in
                _ = try writer.store(.supervised("3"), over: nil, line: 2)
                throw Failure()
            }
        }
        #expect(try store.all().map(\.run) == [.supervised("1")])
        // The lines of an import that ended so must not meet the next one's.
        #expect(try store.take([.supervised("3")]) == [.inserted])
    }

    @Test func `have a digest that is theirs alone, in every database`() throws {
        let store = try PlannerStore.with(.supervised("gone"), .full, .supervised("1"))
        _ = try store.deleteRun(study: "s", id: 1)
        let other = try PlannerStore.with(.full, .supervised("1"))
        let digest = try store.runs(study: "s", filter: .all).digest
        #expect(digest.count == 64)
        #expect(try other.runs(study: "s", filter: .all).digest == digest)
        #expect(try other.runs(study: "s", filter: RunFilter(parsing: "excluded=true")).digest != digest)
        _ = try store.changeRun(study: "s", id: 2) { $0.note = "a remark" }
        #expect(try store.runs(study: "s", filter: .all).digest == digest)
        _ = try store.changeRun(study: "s", id: 2) { $0.loss = $0.loss.nextUp }
        #expect(try store.runs(study: "s", filter: .all).digest != digest)
    }
}
