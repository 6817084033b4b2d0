import Fitting
import HTTPServer
import HTTPTypes
import PlannerAPI
import Records
import ScalingLaws
import Store
import TestSupport
import Testing

/// A service with the runs of a planted study, and the law behind them as if it had been fitted to them.
struct PlantedService {
    let study: PlantedStudy
    let planted: StudyService
    let law: CoefficientSet

    var service: Service { planted.service }

    /// N_T by L_T, made up: a study of a team knows its teachers.
    let teacherParameters: [Double: Double]

    init() throws {
        study = try PlantedStudy(seed: 2, noise: .init(share: 0.002, outliers: 0))
        planted = try StudyService()
        let teachers = Set(study.distillationRuns.map(\.teacherLossNats)).sorted(by: >)
        teacherParameters = Dictionary(
            uniqueKeysWithValues: teachers.enumerated().map { ($0.element, 2e8 * Double($0.offset + 1)) })
        let alone = study.supervisedRuns.enumerated().map { index, run in
            #"{"id": "a\#(index)", "N": \#(run.parameters), "D": \#(run.tokens), "L": \#(run.lossNats)}"#
        }
        let distilled = study.distillationRuns.enumerated().map { [teacherParameters] index, run in
            #"{"id": "d\#(index)", "N_S": \#(run.studentParameters), "D_S": \#(run.studentTokens), "#
                + #""L_S": \#(run.studentLossNats), "L_T": \#(run.teacherLossNats), "#
                + #""N_T": \#(teacherParameters[run.teacherLossNats] ?? 0)}"#
        }
        let lines = (alone + distilled).joined(separator: "\n")
        try #require(try planted.take(lines, type: "application/x-ndjson").counts() == ["240", "0", "0", "0"])
        let store = planted.service.store
        var filter = RunFilter.all
        filter.excluded = false
        law = try store.addLaw(
            CoefficientSet(
                study, name: "sweep",
                provenance: Provenance(
                    study: "s", filter: "", runs: 240, dataDigest: store.runs(study: "s", filter: filter).digest,
                    options: #"{"law":"distillation","gamma":"one","delta":0.001}"#, seed: 1, programVersion: "0.0.0"))
        ).set
    }

    func post(_ path: String, _ body: String) throws -> JSONValue {
        let answer = planted.send(.post, path, body)
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.json()
    }
}

extension CoefficientSet {
    /// The set with another supervised law and no other, of which nobody says how it was fitted.
    func with(supervised law: SupervisedLaw, name: String) -> CoefficientSet {
        CoefficientSet(
            name: name, version: 1, summary: summary, source: source, supervised: law, distillation: nil,
            parameterCounting: parameterCounting, cost: cost, corpus: corpus, runs: runs, intervals: nil,
            support: support, misfit: nil)
    }

    /// The planted laws, which count six FLOPs a parameter and token.
    init(_ study: PlantedStudy, name: String, provenance: Provenance?) {
        self.init(
            name: name, version: 1, summary: "Planted.", source: Source(paper: "none", place: "a test"),
            supervised: study.supervised, distillation: study.distillation, parameterCounting: .nonEmbedding,
            cost: .parametersOnly, corpus: Corpus(dataset: "made up", tokenizer: "none"),
            runs: RunCounts(supervised: 72, distillation: 168), intervals: nil,
            support: Support(
                supervisedRuns: study.supervisedRuns.map { RunPlace(parameters: $0.parameters, tokens: $0.tokens) },
                distillationRuns: [], teacherParameters: []),
            misfit: nil, provenance: provenance)
    }
}
