import Planning
import ScalingLaws

/// The field `teacher` of a question: bounds on one that is trained, one whose loss was measured, or a menu.
struct TeacherRequest {
    /// The most teachers of a menu.
    static let mostCandidates = 1000

    /// What was read, before the law and the weights say what else must be known.
    private enum Form {
        case trained(parameters: Bounds, tokens: Bounds)
        case measured(Candidate)
        case menu([Candidate])
    }

    /// A teacher as a question writes it.
    private struct Candidate {
        let name: String?
        let parameters: Double?
        let tokens: Double?
        let lossNats: Double?
    }

    private let form: Form

    /// Whether the teacher exists: its training is behind it where a question does not say otherwise.
    var isGiven: Bool {
        if case .trained = form { return false }
        return true
    }

    /// Reads the field; nil where a fault is reported.
    init?(_ reader: inout ObjectReader, _ law: CoefficientSet?) {
        let form = reader.object("teacher") { fields -> Form? in
            let losses = law.map(GivenTeacher.lossDomain) ?? DistillationLaw.lossDomain
            if fields.has("candidates") { return Self.menu(&fields, losses) }
            if fields.has("loss") { return Self.measured(&fields, losses) }
            let (parameters, tokens) = (fields.bounds("params"), fields.bounds("tokens"))
            guard let parameters, let tokens else { return nil }
            return .trained(parameters: parameters, tokens: tokens)
        }
        if let form {
            self.form = form
        } else if reader.wasGiven("teacher") {
            return nil
        } else {
            self.form = .trained(parameters: .all, tokens: .all)
        }
    }

    /// The teachers that the plan may choose among; nil where a fault is reported.
    ///
    /// What any of `weights` makes a budget pay for must be known of a teacher that is given.
    func teacher(
        _ reader: inout ObjectReader, _ law: CoefficientSet, pricedUnder weights: [CostWeights]
    ) -> Teacher? {
        switch form {
        case .trained(let parameters, let tokens):
            return .trained(parameters: parameters, tokens: tokens)
        case .measured(let candidate):
            return Self.given(candidate, at: "teacher", &reader, law, weights).map { .given([$0]) }
        case .menu(let candidates):
            let teachers = candidates.enumerated().compactMap { index, candidate in
                Self.given(candidate, at: "teacher/candidates/\(index)", &reader, law, weights)
            }
            return teachers.count == candidates.count ? .given(teachers) : nil
        }
    }

    /// What was read of the field `teacher` as one teacher, settled or absent.
    struct Single {
        let given: GivenTeacher?
    }

    /// Reads the field as one teacher that is settled, with a name if it has one; nil where a fault is reported.
    static func single(
        _ reader: inout ObjectReader, _ law: CoefficientSet?, _ weights: CostWeights?
    ) -> Single? {
        guard reader.has("teacher") else { return Single(given: nil) }
        let losses = law.map(GivenTeacher.lossDomain) ?? DistillationLaw.lossDomain
        let candidate = reader.object("teacher") { fields in
            var name: String?
            if fields.has("name") { name = fields.requiredLine("name", most: 200, "what the teacher is called") }
            return Self.candidate(&fields, named: name, losses)
        }
        guard let candidate, let law, let weights else { return nil }
        return given(candidate, at: "teacher", &reader, law, [weights]).map { Single(given: $0) }
    }

    private static func given(
        _ candidate: Candidate, at path: String, _ reader: inout ObjectReader, _ law: CoefficientSet,
        _ weights: [CostWeights]
    ) -> GivenTeacher? {
        if candidate.parameters == nil, weights.contains(where: { $0 != Scenario.bestCase.weights }) {
            reader.report(path: path + "/params", .missing(expected: "the budget pays for what depends on it"))
            return nil
        }
        if candidate.tokens == nil, weights.contains(where: { $0.teacherPretraining > 0 }) {
            reader.report(path: path + "/tokens", .missing(expected: "the budget pays for the teacher's training"))
            return nil
        }
        if let loss = candidate.lossNats {
            return try? GivenTeacher(
                name: candidate.name, parameters: candidate.parameters, tokens: candidate.tokens, lossNats: loss,
                law: law)
        }
        guard let parameters = candidate.parameters, let tokens = candidate.tokens else { return nil }
        return try? GivenTeacher(name: candidate.name, parameters: parameters, tokens: tokens, law: law)
    }

    private static func measured(_ fields: inout ObjectReader, _ losses: Domain) -> Form? {
        let counts = (parameters: fields.number("params", in: .count), tokens: fields.number("tokens", in: .count))
        guard let loss = fields.number("loss", in: losses), !fields.hasUnread(counts) else { return nil }
        return .measured(
            Candidate(name: nil, parameters: counts.parameters, tokens: counts.tokens, lossNats: loss))
    }

    private static func menu(_ fields: inout ObjectReader, _ losses: Domain) -> Form? {
        for name in ["params", "tokens", "loss"] where fields.take(name) != nil {
            fields.report(name, .excludes(fields.pointer(to: "candidates")))
        }
        var names: Set<String> = []
        let candidates = fields.objects("candidates", most: mostCandidates) { candidate in
            Self.candidate(&candidate, &names, losses)
        }
        return candidates.map { .menu($0) }
    }

    private static func candidate(
        _ fields: inout ObjectReader, _ names: inout Set<String>, _ losses: Domain
    ) -> Candidate? {
        let name = fields.requiredLine("name", most: 200, "what the teacher is called")
        if let name, !names.insert(name).inserted { fields.report("name", .nameTaken(text: name)) }
        let candidate = Self.candidate(&fields, named: name, losses)
        return name == nil ? nil : candidate
    }

    private static func candidate(
        _ fields: inout ObjectReader, named name: String?, _ losses: Domain
    ) -> Candidate? {
        let counts = (parameters: fields.number("params", in: .count), tokens: fields.number("tokens", in: .count))
        let loss = fields.number("loss", in: losses)
        guard !fields.hasUnread(counts) else { return nil }
        if !fields.wasGiven("loss"), counts.parameters == nil || counts.tokens == nil {
            fields.report(
                counts.tokens == nil ? "loss" : "params",
                .missing(expected: "a teacher has a measured loss, or parameters and tokens that tell its loss"))
            return nil
        }
        if fields.wasGiven("loss"), loss == nil { return nil }
        return Candidate(name: name, parameters: counts.parameters, tokens: counts.tokens, lossNats: loss)
    }
}

extension ObjectReader {
    /// Whether a count of a teacher is given and cannot be read, which is a fault already.
    fileprivate func hasUnread(_ counts: (parameters: Double?, tokens: Double?)) -> Bool {
        (wasGiven("params") && counts.parameters == nil) || (wasGiven("tokens") && counts.tokens == nil)
    }
}
