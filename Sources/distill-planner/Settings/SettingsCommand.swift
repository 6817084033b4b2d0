import ArgumentParser

/// `settings`: the table of settings that the documentation holds, for whoever changes one.
struct SettingsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settings", abstract: "Print the settings of 'serve' as a table in Markdown.", shouldDisplay: false
    )

    func run() throws { try Terminal.write(Setting.markdown.utf8) }
}
