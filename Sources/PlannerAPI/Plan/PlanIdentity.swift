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
        let digits = Array("0123456789abcdef".utf8)
        let digest = SHA256.hash(data: canonicalBytes).prefix(16)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
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
            for field in Field.allCases { text.member(field.rawValue, self[field]) }
        }
    }
}
