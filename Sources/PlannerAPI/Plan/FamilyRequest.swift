import Planning
import ScalingLaws

/// The field `students` of a question: sizes that share one teacher.
enum FamilyRequest {
    /// The sizes; empty where the question is of one student, and nil where a fault is reported.
    static func members(_ reader: inout ObjectReader) -> [FamilyMember]? {
        guard reader.has("students") else { return [] }
        for name in ["target_loss", "flat_within", "uncertainty"] where reader.wasGiven(name) {
            _ = reader.take(name)
            reader.report(name, .excludes(reader.pointer(to: "students")))
        }
        if case .object(let student) = reader.peek("student"), student.contains(where: { $0.name == "params" }) {
            reader.report(path: "student/params", .excludes(reader.pointer(to: "students")))
        }
        if case .string("constrain") = reader.peek("support") {
            reader.report("support", .excludes(reader.pointer(to: "students")))
        }
        return reader.objects("students", most: FamilyProblem.mostMembers) { fields in
            let parameters = fields.requiredNumber("params", in: .count, "the parameters of this size, such as \"1B\"")
            let weight = fields.number("weight", in: FamilyMember.weightDomain)
            let count = fields.integer("count", in: FamilyMember.countDomain)
            guard let parameters else { return nil }
            return try? FamilyMember(parameters: parameters, weight: weight, count: count ?? 1)
        }
    }
}
