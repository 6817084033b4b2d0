public import ScalingLaws

/// What keeping a teacher's logits takes, beside computing them again each time a student reads them.
///
/// Every token is read ``reads`` times: by each of m equal students, in each of e passes over the same tokens. Computed
/// again at each reading the logits cost m · e · F(N_T) FLOPs a token; kept, F(N_T) once and ``KeptLogits/bytesPerToken``.
/// Bytes and FLOPs have no common price, so that of a byte is told in FLOPs, ``recomputeFLOPsPerByte(_:)``: keeping pays
/// where a stored byte costs less than (reads − 1) times that much arithmetic. With one reading it never does.
///
/// The bytes are those of the numbers alone: 4 V a token in full, which is 131 072 at V = 32 768. That is 131 kB in
/// powers of 1000 and 128 KiB in powers of 1024; the "about 129 kB" of Busbridge et al. 2025 lies between the two.
public struct LogitsStorage: Hashable, Sendable {
    /// V, the entries of the vocabulary; in [1, 1e9].
    public let vocabularyEntries: Double
    /// The distinct tokens whose logits are kept: D_S / e.
    public let distinctTokens: Double
    /// m · e, how often each distinct token is read; at least 1, and a mean where e is no whole number.
    public let reads: Double
    /// F(N_T), what the logits of a token cost to compute, in FLOPs.
    public let teacherFLOPsPerToken: Double

    /// The number of greatest logits of a token that may be kept in place of all.
    static let topCounts = [32, 64, 128]
    /// Where `students` and `epochs` lie, each.
    static let readsDomain = Domain(1, 1e9)
    /// Where F(N_T) lies; that of 1e17 parameters is far below its end.
    static let computeDomain = Domain(0, 1e30, lowerIsOpen: true)

    /// Makes the comparison for one student's tokens.
    ///
    /// - Parameters:
    ///   - vocabularyEntries: V; in [1, 1e9].
    ///   - studentTokens: D_S, all tokens that one student reads, repeated ones each time; in [1e6, 1e17].
    ///   - teacherFLOPsPerToken: F(N_T) in FLOPs; in (0, 1e30].
    ///   - students: m, the students that read the same tokens; in [1, 1e9].
    ///   - epochs: e, the passes of a student over the same tokens; in [1, 1e9].
    /// - Throws: `DomainError` with the parameter's name where one is outside its range.
    public init(
        vocabularyEntries: Double, studentTokens: Double, teacherFLOPsPerToken: Double, students: Int = 1,
        epochs: Double = 1
    ) throws(DomainError) {
        let values = [
            ("vocabularyEntries", vocabularyEntries, Architecture.Field.vocabulary.domain),
            ("studentTokens", studentTokens, .count),
            ("teacherFLOPsPerToken", teacherFLOPsPerToken, Self.computeDomain),
            ("students", Double(students), Self.readsDomain), ("epochs", epochs, Self.readsDomain),
        ]
        for (name, value, domain) in values where !domain.contains(value) {
            throw DomainError(quantity: name, value: value, domain: domain)
        }
        self.vocabularyEntries = vocabularyEntries
        self.teacherFLOPsPerToken = teacherFLOPsPerToken
        distinctTokens = studentTokens / epochs
        reads = Double(students) * epochs
    }

    /// All logits as float32: 4 V bytes a token.
    public var full: KeptLogits { KeptLogits(top: nil, bytesPerToken: 4 * vocabularyEntries) }

    /// The 32, 64 and 128 greatest logits of a token, each k that is less than V.
    ///
    /// An entry is a float32 logit and the number of its token: 2 bytes where V ≤ 65 536, which they can count, and 4
    /// beyond. The paper's loss with k = 128 depends on which are kept, not on how.
    public var top: [KeptLogits] {
        let entryBytes: Double = vocabularyEntries <= 65536 ? 6 : 8
        return Self.topCounts.filter { Double($0) < vocabularyEntries }.map {
            KeptLogits(top: $0, bytesPerToken: entryBytes * Double($0))
        }
    }

    /// All bytes of `kept`, those of every distinct token.
    public func bytes(_ kept: KeptLogits) -> Double { kept.bytesPerToken * distinctTokens }

    /// The FLOPs of the teacher's inference that one byte of `kept` saves each time that it is read again.
    public func recomputeFLOPsPerByte(_ kept: KeptLogits) -> Double { teacherFLOPsPerToken / kept.bytesPerToken }

    /// The FLOPs of computing the logits of every distinct token once: F(N_T) D_S / e.
    public var computeFLOPs: Double { teacherFLOPsPerToken * distinctTokens }

    /// The FLOPs that keeping saves over computing at each reading: (m e − 1) F(N_T) D_S / e, so none for one reading.
    public var flopsSavedByKeeping: Double { (reads - 1) * computeFLOPs }
}

/// One way to keep the logits of a token.
public struct KeptLogits: Hashable, Sendable {
    /// How many of the greatest logits are kept; absent for all.
    public let top: Int?
    /// What the logits of one token take, in bytes.
    public let bytesPerToken: Double

    /// What the paper measured that it costs the student; nothing where the paper did not measure it.
    public var penalties: [TruncationPenalty] { top == 128 ? TruncationPenalty.measuredAtTop128 : [] }
}

/// What keeping the greatest logits alone costs the student.
public struct TruncationPenalty: Hashable, Sendable {
    /// λ, the weight of distillation in the student's loss, in [0, 1]; what is left is the weight of the data.
    public let distillationWeight: Double
    /// The student's loss above that with all logits, in nats per token; at most this much.
    public let lossNats: Double

    /// k = 128 alone, and mixed with the data: Busbridge and others 2025, appendix G.
    static let measuredAtTop128 = [
        TruncationPenalty(distillationWeight: 1, lossNats: 0.11),
        TruncationPenalty(distillationWeight: 0.7, lossNats: 0.01),
    ]
}
