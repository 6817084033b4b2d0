public import Planning
public import ScalingLaws

/// What a law's draws say of a plan, with what the draws are.
public struct UncertaintyReport: Hashable, Sendable {
    /// What they say.
    public let uncertainty: PlanUncertainty
    /// What a resample drew.
    public let resampling: LawDraws.Resampling

    /// The warning that the draws cannot tell which way is better; nil where they can.
    var warning: PlanWarning? {
        guard uncertainty.isUndecided, let probability = uncertainty.probabilityDistillBeatsSupervised else {
            return nil
        }
        return .undecided(
            probability: probability.share, advantageNats: uncertainty.optimum.lossAdvantageNats,
            level: uncertainty.level)
    }

    /// Writes the member `uncertainty`.
    func write(_ text: inout JSONText) {
        text.object("uncertainty") { text in
            text.member("draws", uncertainty.draws)
            text.member("level", uncertainty.level)
            text.member("resampling", resampling.rawValue)
            text.member("draws_without_plan", uncertainty.drawsWithoutPlan)
            text.member("probability_distill_beats_supervised", uncertainty.probabilityDistillBeatsSupervised)
            text.object("this_plan") { uncertainty.thisPlan.write(&$0) }
            if let target = uncertainty.target {
                text.object("target") { target.write(&$0) }
            } else {
                text.object("optimum") { uncertainty.optimum.write(&$0) }
                text.member("regret") { text in uncertainty.regret.map { $0.write(&text) } ?? text.null() }
            }
            if !uncertainty.menu.isEmpty { text.member("menu") { $0.array(uncertainty.menu) { $1.write(&$0) } } }
        }
    }

    /// Rows for people beside those of the plan, in its columns.
    var rows: [[String]] {
        let level = NumberText.percent(uncertainty.level)
        func row(_ name: String, _ distilled: String?, _ alone: String?) -> [String] {
            [name, distilled ?? "-", alone ?? "-"]
        }
        let losses = uncertainty.thisPlan
        let compute = uncertainty.target
        return [
            row(
                "student loss, \(level) of \(uncertainty.draws) draws", losses.distillationNats?.words,
                losses.supervisedNats?.words),
            row(
                "probability of being the better way",
                uncertainty.probabilityDistillBeatsSupervised.map { NumberText.percent($0.share) },
                uncertainty.probabilityDistillBeatsSupervised.map { NumberText.percent(1 - $0.share) }),
            compute.map {
                row(
                    "least compute, \(level) of the draws", $0.distillation?.totalFLOPs?.shortWords,
                    $0.supervised.totalFLOPs?.shortWords)
            },
            uncertainty.regret.map {
                row(
                    "expected regret, nats per token", $0.distillationNats.map(NumberText.loss),
                    $0.supervisedNats.map(NumberText.loss))
            },
        ].compactMap { $0 }
    }
}

extension QuantileInterval {
    fileprivate var words: String { "\(NumberText.loss(lower)) to \(NumberText.loss(upper))" }

    fileprivate var shortWords: String { "\(NumberText.short(lower)) to \(NumberText.short(upper))" }
}

extension JSONText {
    fileprivate mutating func member(_ name: StaticString, _ interval: QuantileInterval?) {
        member(name) { text in
            guard let interval else { return text.null() }
            text.object { text in
                text.member("lower", interval.lower)
                text.member("median", interval.median)
                text.member("upper", interval.upper)
            }
        }
    }

    fileprivate mutating func member(_ name: StaticString, _ probability: DrawnProbability?) {
        member(name) { text in
            guard let probability else { return text.null() }
            text.object { text in
                text.member("share", probability.share)
                text.member("standard_error", probability.standardError)
            }
        }
    }
}

extension PlanLosses {
    fileprivate func write(_ text: inout JSONText) {
        text.member("distillation_loss", distillationNats)
        text.member("teacher_loss", teacherNats)
        text.member("supervised_loss", supervisedNats)
        text.member("loss_advantage", lossAdvantageNats)
    }
}

extension OptimumIntervals {
    fileprivate func write(_ text: inout JSONText) {
        text.member("distillation") { text in
            guard let distillation else { return text.null() }
            text.object { text in
                distillation.writeStudent(&text)
                text.member("teacher_params", distillation.teacherParameters)
                text.member("teacher_tokens", distillation.teacherTokens)
                text.member("teacher_loss", distillation.teacherLossNats)
            }
        }
        text.member("supervised") { text in
            supervised.map { part in text.object { part.writeStudent(&$0) } } ?? text.null()
        }
        text.member("loss_advantage", lossAdvantageNats)
    }
}

extension OptimumIntervals.Part {
    fileprivate func writeStudent(_ text: inout JSONText) {
        text.member("student_params", studentParameters)
        text.member("student_tokens", studentTokens)
        text.member("student_loss", lossNats)
    }
}

extension Regret {
    fileprivate func write(_ text: inout JSONText) {
        text.object { text in
            text.member("distillation", distillationNats)
            text.member("supervised", supervisedNats)
            text.object("least") { least.write(&$0) }
            text.member("candidates", candidates)
        }
    }
}

extension Regret.Choice {
    fileprivate func write(_ text: inout JSONText) {
        text.member("recommendation", recommendation.rawValue)
        text.member("expected_regret", expectedRegretNats)
        text.object("student") { text in
            text.member("params", studentParameters)
            text.member("tokens", studentTokens)
            text.member("tokens_per_param", studentTokens / studentParameters)
            text.member("loss", studentLossNats)
        }
        text.member("teacher") { text in
            teacher.map { teacher in text.object { teacher.write(&$0) } } ?? text.null()
        }
        text.member("draw") { text in draw.map { text.value($0) } ?? text.null() }
    }
}

extension MenuUncertainty {
    fileprivate func write(_ text: inout JSONText) {
        text.object { text in
            text.member("name", name)
            text.member("student_loss", studentLossNats)
            text.member("probability_best", probabilityBest)
        }
    }
}

extension TargetUncertainty {
    fileprivate func write(_ text: inout JSONText) {
        text.member("distillation") { text in distillation.map { $0.write(&text) } ?? text.null() }
        text.member("supervised") { supervised.write(&$0) }
    }
}

extension TargetUncertainty.Way {
    fileprivate func write(_ text: inout JSONText) {
        text.object { text in
            text.member("flops", totalFLOPs)
            text.member("probability_out_of_reach", probabilityOutOfReach)
            text.member("probability_plan_reaches", probabilityPlanReaches)
        }
    }
}
