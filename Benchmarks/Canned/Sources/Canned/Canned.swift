public import Foundation

/// The answer of `GET /healthz`, byte for byte that of `distill-planner serve`.
public let healthAnswer = Array("{\n  \"status\": \"ok\"\n}\n".utf8)

/// The question of the smallest useful call of `POST /plan`.
public struct PlanQuestion: Codable, Sendable {
    /// The student, of one size.
    public struct Student: Codable, Sendable {
        /// Its size, with a unit suffix.
        public var params: String
    }

    /// The budget in FLOPs.
    public var budgetFLOPs: Double
    /// The student to be trained.
    public var student: Student

    enum CodingKeys: String, CodingKey {
        case budgetFLOPs = "budget_flops"
        case student
    }

    /// Reads the question in `body`, JSON.
    ///
    /// - Throws: `DecodingError` where it is something else.
    public static func decode(_ body: [UInt8]) throws -> PlanQuestion {
        try JSONDecoder().decode(PlanQuestion.self, from: Data(body))
    }
}

/// JSON of the size of that question's answer, 2.6 KB.
public let planAnswer: [UInt8] = {
    let row = #"    {"path": "/distillation/student/tokens", "value": 445456700000, "min": 16.57, "max": 202.1},"#
    let rows = String(repeating: row + "\n", count: 26)
    return Array("{\n  \"rows\": [\n\(rows)    null\n  ]\n}\n".utf8)
}()
