import HTTPServer
import HTTPTypes
import PlannerAPI
import PublishedRuns
import TestSupport
import Testing

@Suite struct `An import` {
    @Test(arguments: ImportCase.taken) func `takes`(file: ImportCase) throws {
        let service = try StudyService()
        let answer = service.take(file.bytes, file.parameters, type: file.type)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try answer.counts() == file.counts.map { String($0) })
        try check(answer.errors(), file)
        let stored = try service.export("jsonl")
        for part in file.runs { #expect(stored.contains(part), "\(part) in \(stored)") }
        #expect(stored.split(separator: "\n").count == file.counts[0])
    }

    @Test(arguments: ImportCase.refused) func `refuses`(file: ImportCase) throws {
        let service = try StudyService()
        let answer = service.take(file.bytes, file.parameters, type: file.type)
        #expect(answer.status == 422 && answer.field("Content-Type") == "application/problem+json")
        #expect(try answer.counts() == file.counts.map { String($0) })
        try check(answer.errors(), file)
        #expect(try service.export("jsonl").isEmpty)
    }

    private func check(_ errors: [String], _ file: ImportCase) throws {
        try #require(errors.count == file.errors.count, "\(errors)")
        for (error, expected) in zip(errors, file.errors) { #expect(error.hasPrefix(expected), "\(error)") }
    }

    /// 240, 5 and 354 runs as the files are; the curves of the paper once it is said what their loss is; and no runs of
    /// a table of models.
    @Test func `takes the files of real runs as they are`() throws {
        let service = try StudyService()
        func take(_ name: String, _ parameters: String = "") throws -> ServerResponse {
            service.take(Array(try Fixture.text(name).utf8), parameters)
        }
        #expect(try take("chinchilla_epoch_240.csv").counts() == ["240", "0", "0", "0"])
        #expect(try take("chinchilla_epoch_excluded5.csv").counts() == ["5", "0", "0", "0"])
        let distilled = try StudyService()
        let answer = distilled.take(PublishedRuns.figure1)
        #expect(try answer.counts() == ["354", "0", "0", "0"])
        // The last rows, where the column as distributed has two sizes swapped: the plain name is taken all the same.
        let last = try #require(try distilled.runs().last)
        #expect(last["split"] == "test" && last["extra"]?["N_S_figure"] != nil)
        let curves = try take("distillation_fig1_paper_curves.csv")
        #expect(try curves.errors().count == 1 && curves.text.contains("map loss=L_S_curve"))
        #expect(try take("distillation_fig1_paper_curves.csv", "map=L_S=L_S_curve").status == 422)
        let ladder = try take("model_ladder.csv")
        #expect(
            try ladder.errors().map { String($0.prefix { $0 != ":" }) }
                == ["/columns/params", "/columns/tokens", "/columns/loss"])
        try distilled.make("curves")
        let mapped = distilled.take(
            Array(try Fixture.text("distillation_fig1_paper_curves.csv").utf8), "map=L_S=L_S_curve", study: "curves")
        #expect(try mapped.counts() == ["2000", "0", "0", "0"])
    }

    @Test func `again updates what has changed, and says so`() throws {
        let service = try StudyService()
        let file = "id,N,D,loss\na,1e9,2e10,2.5\nb,1e9,2e10,2.6\n"
        #expect(try service.take(file).counts() == ["2", "0", "0", "0"])
        #expect(try service.take(file).counts() == ["0", "0", "2", "0"])
        #expect(try service.take("id,N,D,loss\nb,1e9,2e10,2.7\nc,1e9,2e10,2.8\n").counts() == ["1", "1", "0", "0"])
        #expect(try service.export("csv").split(separator: "\r\n").count == 4)
    }

    /// What was said by hand of a run stays when its file, which says nothing of it, is imported again.
    @Test func `again leaves alone what the file does not say`() throws {
        let service = try StudyService()
        let file = "id,N,D,loss,gpu\na,1e9,2e10,2.5,H100\n"
        _ = service.take(file)
        _ = service.send(
            .patch, "/studies/s/runs/1",
            #"{"excluded": true, "excluded_reason": "diverged", "tags": ["x"], "note": "n"}"#)
        #expect(try service.take(file).counts() == ["0", "0", "1", "0"])
        #expect(try service.take("id,N,D,loss\na,1e9,2e10,2.4\n").counts() == ["0", "1", "0", "0"])
        let run = try #require(try service.runs().first)
        #expect(run["excluded_reason"] == "diverged" && run["note"] == "n" && run["loss"] == .number("2.4"))
        #expect(run["extra"] == ["gpu": "H100"])
        // A column that is there and empty says that there is nothing.
        #expect(
            try service.take("id,N,D,loss,excluded,note\na,1e9,2e10,2.4,false,\n").counts() == ["0", "1", "0", "0"])
        #expect(try service.runs().first?["note"] == nil && service.runs().first?["excluded"] == .bool(false))
    }

    @Test func `never changes a run's kind`() throws {
        let service = try StudyService()
        _ = service.take("id,N,D,loss\na,1e9,2e10,2.5\n")
        let answer = service.take("id,N,D,loss,L_T\na,1e9,2e10,2.5,2\n")
        #expect(
            try answer.errors()
                == [
                    "/rows/0/kind: line 2: is a run that is stored as supervised; a run's kind never changes, so give this one another name"
                ])
    }

    @Test func `shows what it would do, and does not`() throws {
        let service = try StudyService()
        let file = "id,N,D,loss,Loss_scale\n" + (1...9).map { "\($0),1e9,2e10,2.5,1\n" }.joined()
        let answer = service.take(file, "dry_run=true")
        let report = try answer.json()
        #expect(answer.status == 200 && report["taken"] == .bool(true) && report["dry_run"] == .bool(true))
        #expect(try answer.counts() == ["9", "0", "0", "0"])
        #expect(report["columns"].map(String.init(describing:))?.contains("Loss_scale") == true)
        guard case .array(let columns)? = report["columns"], case .array(let preview)? = report["preview"] else {
            Issue.record("no columns, no preview")
            return
        }
        #expect(columns[1] == ["column": "N", "field": "params", "like": .null])
        #expect(columns[4] == ["column": "Loss_scale", "field": .null, "like": "loss"])
        #expect(preview.count == 5 && preview[0]["params"] == .number("1000000000"))
        #expect(report["external_id"] == ["column": "id"])
        #expect(try service.export("jsonl").isEmpty)

        let wrong = service.take("N,D,loss\n1,1,-1\n", "dry_run=true")
        #expect(try wrong.status == 200 && wrong.json()["taken"] == .bool(false))
        #expect(try wrong.errors().count == 1 && wrong.json()["external_id"] == ["column": .null])
    }

    @Test func `lists the first hundred of what is wrong, and counts the rest`() throws {
        let service = try StudyService()
        let answer = service.take("N,D,loss\n" + String(repeating: "1e9,2e10,-1\n", count: 1000))
        #expect(try answer.errors().count == 100)
        #expect(try answer.json()["counts"]?["refused"] == .number("1000"))
        #expect(try answer.json()["counts"]?["refused_not_listed"] == .number("900"))
    }

    @Test func `says all that is wrong with its parameters`() throws {
        let service = try StudyService()
        let answer = service.take(
            "",
            "unit=bpb&tokens_from=x&decimal=dot&keep_going=1&dry_run=yes&parameter_counting=some&map=x&map=N=a&map=params=b"
        )
        #expect(answer.status == 422)
        #expect(
            try answer.errors().map { $0.prefix { $0 != ":" } }.sorted()
                == ["decimal", "dry_run", "keep_going", "map", "map", "parameter_counting", "tokens_from", "unit"])
        #expect(
            service.service.send(.post, "/studies/s/runs", Array("N,D,loss\n1,1,1\n".utf8), [.contentType: "text/csv"])
                .status == 422)
    }

    @Test(arguments: ["", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data", "application/json"])
    func `needs a type that no form of a web page has`(type: String) throws {
        let service = try StudyService()
        #expect(service.take("N,D,loss\n1e9,2e10,2.5\n", type: type).status == 415)
    }

    @Test func `needs a study`() throws {
        let service = try StudyService()
        #expect(service.take(Array("N,D,loss\n1,1,1\n".utf8), study: "t").status == 404)
    }
}
