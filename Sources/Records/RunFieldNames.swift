extension RunField {
    /// Names under which files have been seen to hold the field, beside its own.
    ///
    /// Case does not count in them, nor do blanks, dashes, dots and underscores.
    public var aliases: [String] {
        switch self {
        case .params:
            [
                "N", "n_params", "num_params", "parameters", "n_parameters", "num_parameters", "param_count",
                "parameter_count", "model_size", "model_params", "size", "non_embedding_params",
                "non_embedding_parameters", "total_params", "total_parameters", "N_S", "n_student", "student_params",
                "student_parameters", "student_size", "params_student",
            ]
        case .tokens:
            [
                "D", "n_tokens", "num_tokens", "train_tokens", "training_tokens", "token_count", "tokens_seen",
                "dataset_size", "D_S", "d_student", "student_tokens", "tokens_student",
            ]
        case .loss:
            [
                "L", "val_loss", "validation_loss", "eval_loss", "test_loss", "final_loss", "cross_entropy", "L_S",
                "l_student", "student_loss", "loss_student", "student_cross_entropy",
            ]
        case .teacherParams:
            ["N_T", "n_teacher", "teacher_parameters", "teacher_size", "teacher_model_size", "params_teacher"]
        case .teacherTokens: ["D_T", "d_teacher", "teacher_train_tokens", "tokens_teacher"]
        case .teacherLoss:
            ["L_T", "l_teacher", "teacher_val_loss", "teacher_eval_loss", "teacher_cross_entropy", "loss_teacher"]
        case .teacherRun: ["teacher_run_id", "teacher_id"]
        case .externalID: ["id", "run_id", "name", "run_name", "row"]
        case .kind: ["run_kind"]
        case .lossUnit: ["unit", "units", "loss_units"]
        case .lambda: ["lam", "λ", "distillation_lambda"]
        case .temperature: ["tau", "τ", "distillation_temperature"]
        case .learningRate: ["lr", "peak_lr", "max_lr", "peak_learning_rate"]
        case .batchTokens: ["tokens_per_batch", "batch_size_tokens"]
        case .precision: ["dtype"]
        case .seed: ["random_seed"]
        case .epochs: ["num_epochs", "n_epochs"]
        case .context: ["context_length", "sequence_length", "seq_len"]
        case .tags: ["tag"]
        case .url: ["link", "run_url"]
        case .note: ["notes", "comment"]
        case .excluded: ["exclude"]
        case .excludedReason: ["exclusion_reason"]
        case .source, .lossSplit, .teacherSource, .parameterCounting, .topK, .uniqueTokens, .split, .extra: []
        }
    }

    /// The field of this name or alias.
    public init?(named name: String) {
        guard let field = Self.fields[ColumnName.key(name)] else { return nil }
        self = field
    }

    private static let fields: [String: RunField] = Dictionary(
        uniqueKeysWithValues: allCases.flatMap { field in
            Set(([field.rawValue] + field.aliases).map(ColumnName.key)).map { ($0, field) }
        })
}

/// Names of columns, compared as people write them.
enum ColumnName {
    /// What two spellings of a name have in common: small letters without blanks, dashes, dots and underscores.
    static func key(_ name: String) -> String {
        String(name.lowercased().unicodeScalars.filter { !separators.contains($0) })
    }

    /// The words of a name, in small letters.
    static func words(_ name: String) -> [String] {
        name.lowercased().unicodeScalars.split { separators.contains($0) }.map { String($0) }
    }

    /// Names of a training's compute in FLOPs.
    static let flops = Set(
        [
            "C", "flop", "flops", "training_flop", "training_flops", "train_flops", "total_flops", "compute",
            "training_compute", "compute_flops",
        ].map(key))

    /// Names of a loss in bits per byte, which is none in nats per token.
    static let bitsPerByte = Set(["bpb", "bits_per_byte", "val_bpb", "eval_bpb"].map(key))

    private static let separators: Set<Unicode.Scalar> = [" ", "-", ".", "_", "\t", "\u{A0}"]
}
