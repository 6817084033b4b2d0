public import ScalingLaws

/// How a run's student learnt.
public enum RunKind: String, Hashable, Sendable, CaseIterable {
    /// From data alone (equation 1 of the paper).
    case supervised
    /// From a teacher (equation 8).
    case distillation
}

/// The name of a run within its study.
public struct RunName: Hashable, Sendable {
    /// Where the run comes from: a file, a tracker.
    public var source: String
    /// What it is called there.
    public var externalID: String

    /// Makes a name.
    public init(source: String, externalID: String) {
        self.source = source
        self.externalID = externalID
    }
}

/// One experiment: a model that was trained, and the loss that it reached.
///
/// Losses are cross-entropies in nats per token. The domains are those of ``RunField``.
public struct Run: Hashable, Sendable {
    /// Its name, unique in its study.
    public let name: RunName
    /// How the student learnt; distillation if and only if there is a ``teacherLoss`` or a ``teacherRun``.
    public var kind: RunKind
    /// N: the student's parameters, as ``parameterCounting`` counts them.
    public var params: Double
    /// D: the tokens that the student learnt from.
    public var tokens: Double
    /// L: the student's loss in nats per token.
    public var loss: Double
    /// N of the teacher, where it is known and the teacher is no run of the study.
    public var teacherParams: Double?
    /// D of the teacher, likewise.
    public var teacherTokens: Double?
    /// L of the teacher in nats per token, likewise.
    public var teacherLoss: Double?
    /// The supervised run of the same study that was the teacher; excludes the three numbers.
    public var teacherRun: RunName?
    /// What the parameters count.
    public var parameterCounting: ParameterCounting
    /// On which data the loss was measured: `train`, `val`...
    public var lossSplit: String?
    /// λ: the share of the teacher in the student's objective, 0 to 1.
    public var lambda: Double?
    /// τ: the temperature of the teacher's distribution.
    public var temperature: Double?
    /// How many of the teacher's logits were kept.
    public var topK: Int?
    /// The peak learning rate.
    public var learningRate: Double?
    /// Tokens a batch.
    public var batchTokens: Double?
    /// The number format of the training: `bf16`...
    public var precision: String?
    /// The seed of the run's random choices.
    public var seed: Int?
    /// How many of the tokens are different.
    public var uniqueTokens: Double?
    /// How often the data were seen.
    public var epochs: Double?
    /// Tokens a sequence.
    public var context: Double?
    /// The part of the study that the run belongs to: `train`, `test`...
    public var split: String?
    /// Words that the run is found by: each once, in order.
    public var tags: [String] = []
    /// Where more is said of it.
    public var url: String?
    /// A remark.
    public var note: String?
    /// Why it is excluded; nil where it counts.
    public var excludedReason: String?
    /// What the import had no field for: a JSON object on one line.
    public var extra: String?

    /// Makes a run of what every run has.
    public init(
        name: RunName, kind: RunKind, params: Double, tokens: Double, loss: Double, parameterCounting: ParameterCounting
    ) {
        self.name = name
        self.kind = kind
        self.params = params
        self.tokens = tokens
        self.loss = loss
        self.parameterCounting = parameterCounting
    }
}

/// What is known of the teacher of a run, wherever it stands.
public struct RunTeacher: Hashable, Sendable {
    /// Its parameters.
    public let params: Double?
    /// The tokens that it learnt from.
    public let tokens: Double?
    /// Its loss in nats per token.
    public let loss: Double

    /// Makes a teacher of what is known.
    public init(params: Double?, tokens: Double?, loss: Double) {
        self.params = params
        self.tokens = tokens
        self.loss = loss
    }
}

/// A run as it is stored.
public struct RunRecord: Hashable, Sendable {
    /// Its number in the database, which no other run ever has.
    public let id: Int64
    /// What was recorded.
    public var run: Run
    /// The teacher of a distilled student: what the run says of it, or the numbers of the run that it names.
    public let teacher: RunTeacher?

    /// Makes a record.
    public init(id: Int64, run: Run, teacher: RunTeacher?) {
        self.id = id
        self.run = run
        self.teacher = teacher
    }
}
