import ScalingLaws
import Testing

@testable import Records

@Suite struct `A mapping of columns` {
    @Test(arguments: [
        ("N", RunField.params), ("n_params", .params), ("params", .params), ("Model Size", .params),
        ("model-size", .params), ("N_S", .params), ("student.params", .params),
        ("D", .tokens), ("Tokens", .tokens), ("n_tokens", .tokens), ("train_tokens", .tokens), ("D_S", .tokens),
        ("L", .loss), ("val_loss", .loss), ("eval-loss", .loss), ("L_S", .loss), ("Student Loss", .loss),
        ("N_T", .teacherParams), ("D_T", .teacherTokens), ("L_T", .teacherLoss), ("Teacher loss", .teacherLoss),
        ("id", .externalID), ("run_id", .externalID), ("External ID", .externalID), ("row", .externalID),
        ("lr", .learningRate), ("τ", .temperature), ("λ", .lambda), ("Top-K", .topK),
    ])
    func `knows the names that files have`(name: String, field: RunField) {
        #expect(RunField(named: name) == field)
    }

    @Test func `knows no name of two fields`() {
        for field in RunField.allCases {
            for name in [field.rawValue] + field.aliases { #expect(RunField(named: name) == field, "\(name)") }
        }
        #expect(RunField(named: "N_S_figure") == nil && RunField(named: "") == nil && RunField(named: "C") == nil)
    }

    @Test func `takes the plain name and keeps what is only like it`() {
        let mapping = ColumnMapping(["row", "N_S", "D_S", "L_T", "L_S", "split", "N_S_figure"])
        #expect(mapping.faults.isEmpty)
        #expect(
            mapping.targets == [
                .field(.externalID), .field(.params), .field(.tokens), .field(.teacherLoss), .field(.loss),
                .field(.split), .extra(like: .params),
            ])
    }

    @Test func `lets an override go before any name`() throws {
        let mapping = ColumnMapping(
            ["N_S", "D_S", "L_S", "N_S_figure"], overrides: [try #require(.init("N=N_S_figure"))])
        #expect(mapping.faults.isEmpty)
        #expect(
            mapping.targets == [.extra(like: nil), .field(.tokens), .field(.loss), .field(.params)])
    }

    @Test func `makes tokens of compute only when asked`() {
        let chinchilla = ["row", "N", "D", "C", "loss"]
        #expect(ColumnMapping(chinchilla).targets[3] == .extra(like: nil))
        #expect(
            ColumnMapping(chinchilla, tokensFromFLOPs: true).faults == [.tokensTwice(tokens: "D", compute: "C")])
        let made = ColumnMapping(["Model Size", "Training FLOP", "loss"], tokensFromFLOPs: true)
        #expect(made.faults.isEmpty && made.targets[1] == .flops && made.flops == 1)
        #expect(
            ColumnMapping(["Model Size", "Training FLOP", "loss"]).faults
                == [.tokensFromCompute(column: "Training FLOP")])
        #expect(ColumnMapping(["N", "loss"], tokensFromFLOPs: true).faults == [.computeMissing])
    }

    @Test func `says all that is wrong`() throws {
        let mapping = ColumnMapping(
            ["loss", "val_loss", "x", "x", ""], overrides: [try #require(.init("seed=none"))])
        #expect(
            mapping.faults == [
                .unknownColumn(.seed, column: "none"), .repeatedColumn("x"),
                .claimed(.loss, columns: ["loss", "val_loss"]), .missing(.params, like: []),
                .missing(.tokens, like: []),
            ])
        #expect(mapping.columns.last == "column 5")
        #expect(
            ColumnMapping(["N_S", "D_S", "L_T", "L_S_curve"]).faults == [.missing(.loss, like: ["L_S_curve"])])
        #expect(ColumnMapping(["N", "D", "bpb"]).faults == [.bitsPerByte(column: "bpb")])
    }

    @Test(arguments: ["", "N", "=x", "N=", "speed=x"]) func `reads no override of another form`(text: String) {
        #expect(ColumnMapping.Override(text) == nil)
    }

    @Test(arguments: [
        ("total_params", ParameterCounting?.some(.all)), ("Non-embedding params", .nonEmbedding), ("N", nil),
    ])
    func `sees in a name what the parameters count`(name: String, counting: ParameterCounting?) {
        #expect(ColumnMapping([name, "D", "L"]).parameterCounting == counting)
    }
}
