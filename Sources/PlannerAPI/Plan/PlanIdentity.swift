import Crypto
import Planning
import ScalingLaws

extension PlanningProblem {
    /// The question in full, every default filled in, as JSON: equal questions have equal bytes.
    private var canonicalBytes: [UInt8] {
        JSONText.bytes { text in
            text.object { text in
                text.member("law", "\(law.name)@\(law.version)")
                text.member("budget_flops", budgetFLOPs)
                text.object("student") { text in
                    text.member("params", studentParameters)
                    text.object("tokens") { studentTokens.write(&$0) }
                }
                text.object("teacher") { text in
                    text.object("params") { teacherParameters.write(&$0) }
                    text.object("tokens") { teacherTokens.write(&$0) }
                }
                text.object("costs") { weights.write(&$0) }
                text.member("architecture") { text in cost.architecture.map { $0.write(&text) } ?? text.null() }
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

extension Bounds {
    fileprivate func write(_ text: inout JSONText) {
        text.member("min", lower)
        text.member("max", upper)
    }
}

extension Architecture {
    fileprivate func write(_ text: inout JSONText) {
        text.object { text in
            for field in Field.allCases { text.member(named: field.rawValue) { $0.value(self[field]) } }
        }
    }
}
