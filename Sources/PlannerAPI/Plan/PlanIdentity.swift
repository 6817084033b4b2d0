import Crypto
import Planning
import ScalingLaws

extension PlanningProblem {
    /// The question as JSON, without what is as it would be had nothing been said of it: equal questions have equal
    /// bytes, and keep them when a field is added to what can be asked.
    private var canonicalBytes: [UInt8] {
        JSONText.bytes { text in
            text.object { text in
                text.member("law", "\(law.name)@\(law.version)")
                text.member("budget_flops", budgetFLOPs)
                text.object("student") { text in
                    text.member("params", studentParameters)
                    text.bounds("tokens", studentTokens)
                }
                text.object("teacher") { text in
                    text.bounds("params", teacherParameters)
                    text.bounds("tokens", teacherTokens)
                }
                if weights != Scenario.teacherPretrainingInference.weights {
                    text.object("costs") { weights.write(&$0) }
                }
                if cost != law.cost, let architecture = cost.architecture {
                    text.member("architecture") { architecture.write(&$0) }
                }
            }
        }
    }

    /// The same for the same question on the same law version: 128 bits of the SHA-256 of ``canonicalBytes``.
    var identity: String {
        var text: [UInt8] = []
        text.reserveCapacity(32)
        for byte in SHA256.hash(data: canonicalBytes).prefix(16) {
            text.append(hexadecimalDigit(byte >> 4))
            text.append(hexadecimalDigit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }
}

private func hexadecimalDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
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
