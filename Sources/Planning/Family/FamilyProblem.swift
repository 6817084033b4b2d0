public import ScalingLaws

/// A question for several students of different sizes that share one teacher and one budget.
///
/// One teacher and one number of tokens for each size are chosen so that the weighted mean of the students' losses is
/// least, such that all students' training, the teacher's logits for all of them and the teacher's training once stay
/// within the budget.
public struct FamilyProblem: Hashable, Sendable {
    /// What is asked of each student and of the teacher; its bounds on the student's size count for nothing.
    public let template: PlanningProblem
    /// The sizes; at least one.
    public let members: [FamilyMember]

    /// Sizes that a family may have.
    public static let mostMembers = 100

    /// Makes the question of a family of 1 to ``mostMembers`` sizes; the budget of `template` is that of all students.
    public init(template: PlanningProblem, members: [FamilyMember]) {
        precondition((1...Self.mostMembers).contains(members.count), "a family has 1 to mostMembers sizes")
        self.template = template
        self.members = members
    }

    /// The same question with another weight of the teacher's training, for as many copies of the family as share it.
    func sharing(among copies: Int) -> FamilyProblem {
        FamilyProblem(template: PlanningProblem(template, studentsSharingTeacher: copies), members: members)
    }

    /// What serving all students costs, in FLOPs.
    var servingFLOPs: Double {
        members.reduce(0) { sum, member in
            sum + Double(member.count) * template.student.servingTokens
                * template.cost.forwardFLOPsPerToken(parameters: member.parameters)
        }
    }
}

/// One size of a family.
public struct FamilyMember: Hashable, Sendable {
    /// N_S, the parameters; in [1e6, 1e17].
    public let parameters: Double
    /// How much the loss of this size counts beside the others'; positive.
    public let weight: Double
    /// How many students of this size there are, all trained on the same number of tokens; in ``countDomain``.
    public let count: Int

    /// Weights that a size may have.
    public static let weightDomain = Domain(1e-9, 1e9)

    /// Students that there may be of one size.
    public static let countDomain = Domain(1, 1e6)

    /// Makes a size; its weight is the number of its students where none is given.
    ///
    /// - Throws: `DomainError` named `parameters`, `weight` or `count`.
    public init(parameters: Double, weight: Double? = nil, count: Int = 1) throws(DomainError) {
        let weight = weight ?? Double(count)
        for (name, value, domain) in [
            ("parameters", parameters, Domain.count), ("weight", weight, Self.weightDomain),
            ("count", Double(count), Self.countDomain),
        ] {
            guard domain.contains(value) else { throw DomainError(quantity: name, value: value, domain: domain) }
        }
        self.parameters = parameters
        self.weight = weight
        self.count = count
    }
}
