import Fitting
import Foundation
import Planning
import Records
import ScalingLaws

/// What could be run, as a request says it; the study's own runs say the rest.
struct ExperimentGridRequest {
    /// How long each size is trained.
    enum Tokens: Hashable {
        /// D.
        case counts([Double])
        /// D/N.
        case ratios([Double])
    }

    private var sizes: [Double]?
    private var tokens: Tokens?
    private var teacherLosses: [Double]?

    /// The most values along one axis.
    static let mostValues = 1000

    /// A grid of which nothing is said.
    init() {}

    /// Reads the fields of a grid for a law; nil never, for what is wrong is reported.
    init?(_ reader: inout ObjectReader, law: CoefficientSet?, quantity: NextRunsRequest.Quantity?) {
        sizes = reader.grid("student_params", in: .count, most: Self.mostValues)
        let counts = reader.grid("tokens", in: .count, most: Self.mostValues)
        if reader.wasGiven("tokens"), reader.has("tokens_per_param") {
            reader.report("tokens_per_param", .excludes(reader.pointer(to: "tokens")))
        }
        let ratios = reader.grid("tokens_per_param", in: Self.ratioDomain, most: Self.mostValues)
        tokens = counts.map(Tokens.counts) ?? ratios.map(Tokens.ratios)
        PlanRequest.refuseWithoutDistillation("teacher_loss", &reader, law)
        if law?.distillation != nil, quantity == .supervisedLoss, reader.has("teacher_loss") {
            reader.report("teacher_loss", .supervisedRuns)
        }
        teacherLosses = reader.grid(
            "teacher_loss", in: law.map(GivenTeacher.lossDomain) ?? DistillationLaw.lossDomain, most: Self.mostValues)
        guard let sizes, let ratios else { return }
        let tokens = [sizes[0] * ratios[0], (sizes.last ?? 1) * (ratios.last ?? 1)]
        if let outside = tokens.first(where: { !Domain.count.contains($0) }) {
            reader.report("tokens_per_param", .outsideDomain(text: "\(NumberText.short(outside)) tokens", .count))
        }
    }

    /// From a token for a thousand parameters to a billion for one.
    private static let ratioDomain = Domain(1e-3, 1e9)

    /// The grid with all that it does not say taken from the present runs.
    ///
    /// - Throws: ``Faults`` for teachers of supervised runs, or more candidates than a design takes.
    func filled(_ runs: [RunRecord], _ kind: FittedKind) throws(Faults) -> ExperimentCandidates {
        if kind == .supervised, teacherLosses != nil { throw Faults([Fault("/grid/teacher_loss", .supervisedRuns)]) }
        let teachers = runs.compactMap(\.teacher)
        let losses = kind == .supervised ? [] : teacherLosses ?? Self.spread(teachers.map(\.loss), most: 8)
        let candidates = ExperimentCandidates(
            sizes: sizes ?? Self.steps(runs.map(\.run.params), below: 1, above: 4, count: 8),
            tokens: tokens
                ?? .ratios(Self.steps(runs.map { $0.run.tokens / $0.run.params }, below: 2, above: 2, count: 6)),
            teachers: losses.map { loss in .init(lossNats: loss, parameters: Self.parameters(of: loss, teachers)) })
        guard candidates.count <= ExperimentCandidates.most else {
            let (count, most) = (candidates.count, ExperimentCandidates.most)
            throw Faults([Fault("/grid", .tooMany(count: count, most: most, what: "candidates"))])
        }
        return candidates
    }

    /// Values in equal steps of the logarithm over the range of `values`, widened by a factor at each end.
    private static func steps(_ values: [Double], below: Double, above: Double, count: Int) -> [Double] {
        let (least, greatest) = ((values.min() ?? 1) / below, (values.max() ?? 1) * above)
        return (0..<count).map { least * pow(greatest / least, Double($0) / Double(count - 1)) }
    }

    /// The different ones of `values`, or `most` of them that lie evenly in their order.
    private static func spread(_ values: [Double], most: Int) -> [Double] {
        let different = Set(values).sorted()
        guard different.count > most else { return different }
        return (0..<most).map { different[$0 * (different.count - 1) / (most - 1)] }
    }

    /// The size of that of the known teachers whose loss is nearest.
    private static func parameters(of loss: Double, _ teachers: [RunTeacher]) -> Double? {
        teachers.filter { $0.params != nil }
            .min { (abs($0.loss - loss), $0.params ?? 0) < (abs($1.loss - loss), $1.params ?? 0) }?.params
    }
}

/// What could be run, with what it takes.
struct ExperimentCandidates {
    /// N, rising.
    let sizes: [Double]
    let tokens: ExperimentGridRequest.Tokens
    /// Of distilled students; none for supervised runs.
    let teachers: [Teacher]

    /// A teacher that a student could be distilled from.
    struct Teacher: Hashable {
        let lossNats: Double
        /// N_T of the teacher that the study has with this loss or the nearest; nil where it knows none.
        let parameters: Double?
    }

    static let most = DesignQuestion<SupervisedLaw, SupervisedExperiment>.mostCandidates

    var count: Int {
        switch tokens {
        case .counts(let values), .ratios(let values): sizes.count * values.count * max(1, teachers.count)
        }
    }

    /// M of the protocol of fixed ratios.
    static let protocolRatios = [20.0, 80, 320]
    /// Of the budget, what a run of each IsoFLOP profile takes.
    static let profileShares = [1.0 / 300, 1.0 / 100, 1.0 / 30, 0.1, 1.0 / 3]

    /// Every size with every number of tokens that a law is defined for.
    func supervised(_ cost: TransformerCost) throws(DomainError) -> ExperimentGrid<SupervisedExperiment> {
        var candidates: [Candidate<SupervisedExperiment>] = []
        for size in sizes {
            for count in counts(size) where Domain.count.contains(size) && Domain.count.contains(count) {
                candidates.append(
                    try Candidate(
                        SupervisedExperiment(parameters: size, tokens: count),
                        costFLOPs: cost.trainingFLOPs(parameters: size, tokens: count)))
            }
        }
        return ExperimentGrid(name: "grid", candidates: candidates)
    }

    private func counts(_ size: Double) -> [Double] {
        switch tokens {
        case .counts(let values): values
        case .ratios(let values): values.map { $0 * size }
        }
    }

    /// The two protocols over the grid's sizes.
    func protocols(
        _ cost: TransformerCost, budgetFLOPs: Double
    ) throws(DomainError) -> [ExperimentGrid<SupervisedExperiment>] {
        // So that a thousand tokens a parameter, the most of a profile, are a count.
        let sizes = sizes.filter { Domain.count.contains($0) && Domain.count.contains(1000 * $0) }
        return [
            try .fixedRatio(
                sizes: sizes, tokensPerParameter: Self.protocolRatios,
                trainingFLOPsPerToken: cost.trainingFLOPsPerToken),
            try .isoFLOP(
                budgetsFLOPs: Self.profileShares.map { $0 * budgetFLOPs }, sizes: sizes,
                trainingFLOPsPerToken: cost.trainingFLOPsPerToken),
        ]
    }

    /// The teachers with what their logits take, nothing where their size is not known.
    func teachers(_ cost: TransformerCost) throws(DomainError) -> [ExperimentTeacher] {
        var priced: [ExperimentTeacher] = []
        for teacher in teachers {
            priced.append(
                try ExperimentTeacher(
                    lossNats: teacher.lossNats,
                    logitsFLOPsPerToken: teacher.parameters.map { cost.forwardFLOPsPerToken(parameters: $0) } ?? 0))
        }
        return priced
    }
}
