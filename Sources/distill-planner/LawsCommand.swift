import ArgumentParser
import PlannerAPI
import ScalingLaws

/// `laws`: the coefficient sets, with their provenance.
struct LawsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "laws", abstract: "List the laws that can be asked for, or show one in full.")

    @Argument(help: "A law's name, or name@version.")
    var name: String?

    func run() throws {
        let laws = LawCatalog.published
        guard let name else {
            try Terminal.write(LawText.list(laws).utf8)
            return
        }
        guard let set = laws.set(name) else {
            throw CommandFailure.usage("No law is called \(name); known are \(laws.names.joined(separator: ", ")).")
        }
        try Terminal.write(LawText.json(set).utf8)
    }
}
