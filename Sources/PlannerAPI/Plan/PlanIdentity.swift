import Crypto
import Planning
import ScalingLaws

extension PlanReport {
    /// The same for the same question on the same law version.
    var identity: String {
        PlannerAPI.identity {
            plan.problem.write(&$0, targetLossNats: plan.target?.lossNats)
            if let flatWithinNats { $0.member("flat_within", flatWithinNats) }
            hardware?.writeQuestion(&$0)
            if let asked = uncertainty?.uncertainty {
                $0.object("uncertainty") { text in
                    text.member("draws", asked.draws)
                    text.member("level", asked.level)
                }
            }
        }
    }
}

extension FamilyReport {
    /// The same for the same question on the same law version.
    var identity: String {
        PlannerAPI.identity { text in
            plan.problem.template.write(&text, targetLossNats: nil)
            text.member("students") { text in
                text.array(plan.problem.members) { text, member in
                    text.object { text in
                        text.member("params", member.parameters)
                        text.member("weight", member.weight)
                        text.member("count", member.count)
                    }
                }
            }
            hardware?.writeQuestion(&text)
        }
    }
}

/// 128 bits of the SHA-256 of an object of the members that `write` writes.
private func identity(_ write: (inout JSONText) -> Void) -> String {
    SHA256.hash(data: JSONText.bytes { $0.object(write) }).withUnsafeBytes { hash in
        String(unsafeUninitializedCapacity: 32) { text in
            for index in 0..<16 {
                text[2 * index] = hexadecimalDigit(hash[index] >> 4)
                text[2 * index + 1] = hexadecimalDigit(hash[index] & 15)
            }
            return 32
        }
    }
}

extension PlanningProblem {
    /// Writes the members of the question, without what is as it would be had nothing been said of it: equal questions
    /// have equal bytes, and keep them when a field is added to what can be asked.
    fileprivate func write(_ text: inout JSONText, targetLossNats: Double?) {
        text.member("law", "\(law.name)@\(law.version)")
        if let targetLossNats {
            text.member("target_loss", targetLossNats)
        } else {
            text.member("budget_flops", budgetFLOPs)
        }
        student.write(&text)
        teacher.write(&text)
        if sharedWeights != Scenario.standard.weights { text.object("costs") { sharedWeights.write(&$0) } }
        if studentsSharingTeacher > 1 { text.member("students_sharing_teacher", studentsSharingTeacher) }
        if support != .warn { text.member("support", support.rawValue) }
        if cost != law.cost, let architecture = cost.architecture {
            text.member("architecture") { architecture.write(&$0) }
        }
    }
}

private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}

extension Hardware {
    fileprivate func writeQuestion(_ text: inout JSONText) {
        text.object("hardware") { text in
            text.member("device", device?.name)
            text.member("peak_flops", peakFLOPsPerSecond)
            text.member("count", count)
            text.member("utilization", utilization)
            text.member("price_per_hour", pricePerDeviceHour)
        }
    }
}

extension StudentLimits {
    fileprivate func write(_ text: inout JSONText) {
        text.object("student") { text in
            if parameters.isFixed { text.member("params", parameters.lower) } else { text.bounds("params", parameters) }
            text.bounds("tokens", tokens)
            // Without a rule for repetition they say no more than the bound on tokens and the epochs that are told.
            if let uniqueTokens { text.member("unique_tokens", uniqueTokens) }
            if repetition != nil { text.member("repetition", StudentRequest.Repetition.muennighoff.rawValue) }
        }
        if servingTokens > 0 { text.member("serving_tokens", servingTokens) }
    }
}

extension Teacher {
    fileprivate func write(_ text: inout JSONText) {
        switch self {
        case .trained(let parameters, let tokens):
            text.object("teacher") { text in
                text.bounds("params", parameters)
                text.bounds("tokens", tokens)
            }
        case .given(let teachers):
            text.member("teachers") { $0.array(teachers) { $1.write(&$0) } }
        }
    }
}

extension GivenTeacher {
    fileprivate func write(_ text: inout JSONText) {
        text.object { text in
            text.member("name", name)
            text.member("params", parameters)
            text.member("tokens", tokens)
            text.member("loss", lossNats)
        }
    }
}

extension JSONText {
    fileprivate mutating func bounds(_ name: StaticString, _ bounds: Bounds) {
        if bounds == .all { return }
        object(name) { text in
            text.member("min", bounds.lower)
            text.member("max", bounds.upper)
        }
    }
}

extension Architecture {
    fileprivate func write(_ text: inout JSONText) {
        text.object { text in
            for field in Field.allCases { text.member(named: field.rawValue) { $0.value(self[field]) } }
        }
    }
}
