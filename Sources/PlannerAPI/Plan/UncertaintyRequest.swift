import Planning
import ScalingLaws

/// The field `uncertainty` of a question, read into the draws that it is to be answered under.
struct UncertaintyRequest: Hashable, Sendable {
    /// The first draws of the law, in their order.
    let draws: [FittedLaws]
    /// What a resample drew.
    let resampling: LawDraws.Resampling
    /// The share of the draws inside each interval.
    let level: Double

    /// How many draws can be asked for.
    static let drawsDomain = Domain(8, Double(LawDraws.mostDraws))

    /// How many draws answer where a question does not say, if the law has as many.
    static let standardDraws = 256

    /// The level of a question that does not say.
    static let standardLevel = 0.9

    /// Searches that one plan may take: a draw takes those of ``PlanningProblem/searches``, and ``searchesToTarget`` times
    /// as many where a loss is to be reached.
    static let mostSearches = 65_536

    /// About how many plans the least compute to a loss takes.
    static let searchesToTarget = 64

    /// Searches that a table may take.
    static let mostTableSearches = 1_000_000

    /// How many searches a piece of a table may take, so that it is ready within a handler's deadline.
    private static let mostSearchesPerPiece = 4096

    /// Reads the field; nil where it is not given, or a fault is reported.
    init?(_ reader: inout ObjectReader, _ law: CoefficientSet?, _ catalog: LawCatalog) {
        guard reader.has("uncertainty") else { return nil }
        let has = law?.draws?.laws.count
        let asked = reader.object("uncertainty") { fields -> (count: Int?, level: Double?)? in
            let count = fields.integer("draws", in: Self.drawsDomain)
            if let law, let count, let has, count > has {
                fields.report("draws", .fewerDraws(law: law.reference.text, draws: has))
            }
            return (count, fields.number("level", in: QuantileInterval.levelDomain))
        }
        if let law, has == nil {
            let known = catalog.sets.filter { $0.draws != nil }.map(\.reference.text)
            reader.report("uncertainty", .lawWithoutDraws(law: law.reference.text, known: known))
        }
        guard let asked, let draws = law?.draws else { return nil }
        self.draws = Array(draws.laws.prefix(asked.count ?? Self.standardDraws))
        resampling = draws.resampling
        level = asked.level ?? Self.standardLevel
    }

    /// Reports a plan that takes more searches than one may, with so many for each draw.
    func limit(_ reader: inout ObjectReader, searches: Int) {
        limit(&reader, searches * draws.count, most: Self.mostSearches)
    }

    /// Reports a table that takes more searches than one may, with so many for each draw of each of its `rows`.
    func limit(_ reader: inout ObjectReader, searches: Int, rows: Int) {
        limit(&reader, searches: searches)
        if rows > 1 { limit(&reader, searches * draws.count * rows, most: Self.mostTableSearches) }
    }

    private func limit(_ reader: inout ObjectReader, _ count: Int, most: Int) {
        if count > most {
            reader.report(path: "uncertainty/draws", .tooMany(count: count, most: most, what: "searches"))
        }
    }

    /// The rows of a table that are worked out at a time, where each draw of each takes so many searches.
    func rowsPerPiece(searches: Int = 1) -> Int {
        max(1, min(64, Self.mostSearchesPerPiece / (draws.count * searches)))
    }
}

extension PlanningProblem {
    /// How many searches a plan takes, in that of one teacher for a student of one size: one for each teacher, and two
    /// hundred sizes and more for each where a student of any size must stay inside the runs.
    var searches: Int { teacherCount * (support == .constrain && !student.parameters.isFixed ? 256 : 1) }

    private var teacherCount: Int {
        guard case .given(let teachers) = teacher else { return 1 }
        return teachers.count
    }
}
