import Planning
import Testing

@Suite struct `The recipe` {
    @Test func `has the paper's findings`() {
        let values = Recipe.published.findings.map { ($0.name, $0.value) }
        let expected: [(String, RecipeFinding.Value)] = [
            ("distillation_weight", .number(1)), ("temperature", .number(1)), ("divergence", .text("forward_kl")),
            ("learning_rate", .text("mup")), ("stored_logits", .number(128)), ("data_epochs", .number(4)),
        ]
        #expect(values.elementsEqual(expected, by: ==))
    }

    @Test(arguments: [
        ("distillation_weight", ["0.5"]), ("divergence", ["2.42", "2.70", "1.82B", "546M"]),
        ("stored_logits", ["0.11", "0.7", "0.01"]), ("data_epochs", ["4"]),
    ])
    func `has the paper's figures`(name: String, figures: [String]) {
        let finding = Recipe.published.findings.first { $0.name == name }
        for figure in figures { #expect(finding?.note.contains(figure) == true) }
    }

    @Test func `names a source for each finding`() {
        for finding in Recipe.published.findings {
            let paper = finding.name == "data_epochs" ? "Muennighoff et al. 2023" : "Busbridge et al. 2025, appendix G"
            #expect(finding.source.hasPrefix(paper))
            #expect(!finding.note.isEmpty)
        }
    }
}
