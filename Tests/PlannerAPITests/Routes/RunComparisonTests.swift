import Fitting
import HTTPServer
import HTTPTypes
import PlannerAPI
import ScalingLaws
import TestSupport
import Testing

/// `POST /laws/compare` with a study: two laws on the same runs.
@Suite struct `Two laws on the same runs` {
    private static let plans = #""plans": [{"budget_flops": 1e21}]"#

    private static func compare(_ planted: PlantedService, _ laws: String, _ more: String = "") throws -> JSONValue {
        try planted.post("/laws/compare", #"{"laws": [\#(laws)], \#(plans), "study": "s"\#(more)}"#).at("runs")
    }

    private static func errors(_ part: JSONValue) throws -> [JSONValue] { try #require(try part.at("errors").elements) }

    @Test func `are equally near where they are one`() throws {
        let runs = try Self.compare(PlantedService(), #""sweep", "sweep@1""#)
        for (kind, count) in [("supervised", 72.0), ("distillation", 168)] {
            let part = try runs.at(kind)
            let errors = try Self.errors(part)
            #expect(errors.count == 2 && errors[0] == errors[1])
            #expect(try part.at("runs").double == count && part.at("equally_near").double == count)
            #expect(try part.at("nearer") == .array([.number(0), .number(0)]))
            // A planted size is one, but for a spread of 5 % between the sizes of two ladders.
            let sizes = try #require(try part.at("by_size").elements)
            #expect(sizes.count == (kind == "supervised" ? 8 : 6))
            #expect(try sizes.map { try $0.at("runs").double ?? 0 }.reduce(0, +) == count)
        }
    }

    @Test func `have the errors that the laws make, and the true one is nearer more often`() throws {
        let planted = try PlantedService()
        let other = try CoefficientSet.published("busbridge-2025")
        let runs = try Self.compare(planted, #""sweep", "busbridge-2025""#)
        let alone = planted.study.supervisedRuns
        let predicted = try [planted.law, other].map { law in
            try alone.map { try law.supervised.lossNats(parameters: $0.parameters, tokens: $0.tokens) }
        }
        let measured = alone.map(\.lossNats)
        for (found, predicted) in zip(try Self.errors(runs.at("supervised")), predicted) {
            let errors = FitErrors(predictedNats: predicted, measuredNats: measured)
            #expect(try found.at("runs").double == 72 && found.at("mean_relative").double == errors.meanRelative)
            #expect(try found.at("max_relative").double == errors.maxRelative)
            #expect(try found.at("rmse_nats").double == errors.rootMeanSquareNats)
        }
        let nearer = measured.indices.filter {
            abs(predicted[0][$0] - measured[$0]) < abs(predicted[1][$0] - measured[$0])
        }.count
        #expect(nearer > 60)
        #expect(
            try runs.at("supervised", "nearer").elements?.map(\.double) == [Double(nearer), Double(72 - nearer)])
    }

    @Test func `are those that the filter selects, and excluded ones only where it asks`() throws {
        let planted = try PlantedService()
        try #require(
            planted.planted.send(.patch, "/studies/s/runs/5", #"{"excluded": true, "excluded_reason": "diverged"}"#)
                .status == 200)
        let all = try Self.compare(planted, #""sweep", "hoffmann-2022""#)
        #expect(try all.at("supervised", "runs").double == 71)
        // Without a distillation part a law says nothing of distilled students.
        #expect(try Self.errors(all.at("distillation")).map { $0 == .null } == [false, true])
        #expect(try all.at("distillation", "nearer") == .array([.number(0), .number(0)]))
        #expect(try all.at("counts_as_laws") == .array([.bool(true), .bool(false)]))
        let one = try Self.compare(
            planted, #""sweep", "hoffmann-2022""#, #", "filter": "excluded=true&kind=supervised""#)
        #expect(try one.at("supervised", "runs").double == 1 && one.at("distillation") == .null)
        #expect(try one.at("filter").text == "kind=supervised&excluded=true")
    }

    @Test func `are refused with every fault at its place`() throws {
        let planted = try PlantedService()
        func refused(_ more: String) throws -> [String] {
            let answer = planted.planted.send(
                .post, "/laws/compare", #"{"laws": ["sweep", "sweep"], \#(Self.plans)\#(more)}"#)
            #expect(answer.status == 422)
            return try answer.errors()
        }
        #expect(try refused(#", "filter": "loss_min=2""#) == ["/filter: means nothing without /study"])
        #expect(try refused(#", "study": "nobody""#) == [#"/study: "nobody" is not known; known are s"#])
        #expect(try refused(#", "study": 1, "filter": "nosuch=1""#).count == 2)
    }
}
