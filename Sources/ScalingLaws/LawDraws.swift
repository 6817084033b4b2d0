/// The laws fitted to resamples of a set's runs: what the runs leave open of the coefficients.
///
/// A value of one reference. Two of them are equal where their contents are, but only those of equal ``fingerprint``
/// and different references are ever compared draw by draw, and hashing looks at the fingerprint alone.
public struct LawDraws: Hashable, Sendable {
    private let storage: Storage

    /// The laws, in the order of their resamples; at least one, at most ``mostDraws``.
    public var laws: [FittedLaws] { storage.laws }
    /// What was drawn with replacement.
    public var resampling: Resampling { storage.resampling }
    /// How many resamples were asked for; those that gave no law are among them.
    public var resamples: Int { storage.resamples }
    /// How many resamples gave no law, because the fit to them did not converge.
    public var failures: Int { storage.resamples - storage.laws.count }
    /// The seed of the generator that drew the resamples.
    public var seed: UInt64 { storage.seed }

    /// 64 bits of all contents, the same in every process; different contents may share it, if hardly ever.
    public var fingerprint: UInt64 { storage.fingerprint }

    /// How many laws there may be.
    public static let mostDraws = 4096

    /// What a resample draws with replacement.
    public enum Resampling: String, Hashable, Sendable, CaseIterable {
        /// Single runs.
        case run
        /// Configurations with all their runs: a cluster bootstrap, as runs of one student are not independent.
        case configuration
    }

    /// Makes draws; the `resamples` that gave none of the `laws` are counted as failures.
    ///
    /// Either all `laws` have a distillation part or none has; there are 1 to ``mostDraws``, and no more than `resamples`.
    public init(_ laws: [FittedLaws], resampling: Resampling, resamples: Int, seed: UInt64) {
        precondition((1...Self.mostDraws).contains(laws.count), "there are 1 to 4096 draws")
        precondition(laws.count <= resamples, "a resample gives one law at most")
        precondition(
            laws.allSatisfy { ($0.distillation == nil) == (laws[0].distillation == nil) },
            "all draws have a distillation part, or none has")
        storage = Storage(laws, resampling, resamples, seed)
    }

    /// Whether the draws have a distillation part.
    public var haveDistillation: Bool { laws[0].distillation != nil }

    /// The coefficients that every draw has, in the order of the formulas.
    public var coefficients: [Coefficient] { Coefficient.allCases.filter { laws[0][$0] != nil } }

    /// Whether the contents are equal; draws of other fingerprints are told apart without a look at the laws.
    public static func == (left: Self, right: Self) -> Bool {
        left.storage === right.storage
            || (left.fingerprint == right.fingerprint && left.resampling == right.resampling
                && left.resamples == right.resamples && left.seed == right.seed && left.laws == right.laws)
    }

    /// Hashes the fingerprint.
    public func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    private final class Storage: Sendable {
        let laws: [FittedLaws]
        let resampling: Resampling
        let resamples: Int
        let seed: UInt64
        let fingerprint: UInt64

        init(_ laws: [FittedLaws], _ resampling: Resampling, _ resamples: Int, _ seed: UInt64) {
            self.laws = laws
            self.resampling = resampling
            self.resamples = resamples
            self.seed = seed
            var mix = Mix()
            for law in laws {
                for coefficient in Coefficient.allCases { mix.add(law[coefficient]?.bitPattern ?? 0) }
            }
            for word in [seed, UInt64(resamples), resampling == .run ? 0 : 1] { mix.add(word) }
            fingerprint = mix.state
        }
    }

    /// The finalizer of SplitMix64 (Steele, Lea and Flood 2014), chained over words.
    private struct Mix {
        private(set) var state: UInt64 = 0

        mutating func add(_ word: UInt64) {
            state = (state ^ word) &+ 0x9E37_79B9_7F4A_7C15
            state = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
            state = (state ^ (state >> 27)) &* 0x94D0_49BB_1331_11EB
            state ^= state >> 31
        }
    }
}
