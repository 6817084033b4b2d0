import Foundation
import HTTPTypes
import ScalingLaws

/// Fits of laws to runs.
extension Scenario {
    private static let ofStudy = "/studies/{study}/fits"
    private static let one = "/fits/{id}"
    private static let study = Scenario(.post, "/studies", 201, body: #"{"id": "s"}"#, fields: json)

    /// Sixteen supervised runs and 36 distilled ones, off the default law by up to a thousandth.
    private static let file = Scenario(
        .post, "/studies/s/runs?source=f", 200, body: lines, fields: [.contentType: "application/x-ndjson"],
        template: "/studies/{study}/runs", before: [study])

    private static var lines: String {
        let law = CoefficientSet.published[0]
        var lines: [String] = []
        func off() -> Double { 1 + 0.001 * sin(Double(7 * lines.count)) }
        for size in [1e8, 3e8, 1e9, 3e9] {
            for ratio in [15.0, 40, 120, 300] {
                let loss = (try? law.supervised.lossNats(parameters: size, tokens: ratio * size)) ?? .nan
                lines.append(#"{"id": "\#(lines.count)", "N": \#(size), "D": \#(ratio * size), "L": \#(loss * off())}"#)
            }
        }
        for size in [1.5e8, 4e8, 1e9, 2.5e9] {
            for ratio in [20.0, 60, 180] {
                for teacher in [1.9, 2.1, 2.4] {
                    let loss =
                        (try? law.distillation?.studentLossNats(
                            studentParameters: size, studentTokens: ratio * size, teacherLossNats: teacher,
                            supervised: law.supervised)) ?? .nan
                    lines.append(
                        #"{"id": "\#(lines.count)", "N": \#(size), "D": \#(ratio * size), "L_T": \#(teacher), "#
                            + #""L": \#(loss * off()), "split": "\#(size == 2.5e9 ? "test" : "train")"}"#)
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func asking(_ body: String, _ status: Int = 202, fields: HTTPFields = json) -> Scenario {
        Scenario(
            .post, "/studies/s/fits", status, body: body, fields: fields, template: ofStudy, before: [study, file])
    }

    /// What becomes of a fit that is asked for, after `work`.
    private static func reading(
        _ body: String, _ work: FitStep, _ method: HTTPRequest.Method = .get, _ status: Int = 200,
        between: [Scenario] = []
    ) -> Scenario {
        Scenario(
            method, "/fits/plan-1", status, template: one, before: [study, file, asking(body)] + between, fits: work)
    }

    private static let quick = #""starts": 2, "bootstrap": {"resamples": 3, "unit": "run"}"#

    static let fits = [
        asking(#"{"law": "supervised"}"#),
        asking(
            """
            {"law": "distillation", "name": "mine-2", "filter": "loss_max=5", "gamma": "one", "delta": "1e-3", "starts": 3,
             "seed": 2, "level": 0.8, "profiles": false, "leave_one_out": false, "gamma_prior_factor": 2,
             "bootstrap": null, "supervised_law": "busbridge-2025@1", "holdout": {"split": "test"}}
            """),
        asking(#"{"law": "supervised", "bootstrap": {"unit": "configuration"}, "holdout": {"loss_below": 2.3}}"#),
        asking(#"{"law": "supervised", "holdout": {"largest_compute": 0.1}}"#),
        asking("{", 400),
        Scenario(
            .post, "/studies/t/fits", 404, body: #"{"law": "supervised"}"#, fields: json, template: ofStudy),
        asking(#"{"law": "supervised"}"#, 415, fields: [:]),
        asking(#"{"law": "supervised", "filter": "params_max=1e8"}"#, 422),
        asking(#"{"law": "supervised", "filter": "params_max=4e8"}"#, 422),
        asking(#"{"law": "third", "gama": 1}"#, 422),
        Scenario(
            .get, "/studies/s/fits", 200, template: ofStudy,
            before: [study, file, asking(#"{"law": "supervised", "starts": 2, "bootstrap": null}"#)]),
        Scenario(
            .get, "/studies/s/fits?limit=1", 200, template: ofStudy,
            before: [study, file, asking(#"{"law": "supervised"}"#), asking(#"{"law": "supervised", "seed": 2}"#)]),
        Scenario(.get, "/studies/t/fits", 404, template: ofStudy),
        reading(#"{"law": "supervised"}"#, .none),
        reading(#"{"law": "supervised"}"#, .begun),
        reading(#"{"law": "supervised", "gamma": "one", \#(quick), "holdout": {"loss_below": 2.4}}"#, .ended),
        reading(
            #"{"law": "distillation", "starts": 4, "bootstrap": {"resamples": 2}, "profiles": false}"#, .ended),
        reading(#"{"law": "supervised", \#(quick)}"#, .ended, between: [another]),
        reading(#"{"law": "supervised"}"#, .none, between: [cancelling]),
        Scenario(.get, "/fits/x", 404, template: one),
        reading(#"{"law": "supervised"}"#, .none, .delete),
        reading(#"{"law": "supervised"}"#, .none, .delete, 409, between: [cancelling]),
        Scenario(.delete, "/fits/x", 404, template: one),
    ]

    private static let cancelling = Scenario(.delete, "/fits/plan-1", 200, template: one)

    private static let another = Scenario(
        .post, "/studies/s/runs?source=g", 200, body: "id,N,D,L\n1,1e9,2e10,2.5\n", fields: [.contentType: "text/csv"],
        template: "/studies/{study}/runs")
}

/// How far the fits that were asked for are.
enum FitStep {
    case none, begun, ended
}
