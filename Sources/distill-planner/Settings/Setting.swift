import ArgumentParser

/// One thing that can be set about `serve`: what it is called, what it may be, how it is read.
struct Setting: Sendable {
    /// As in the option, without its hyphens.
    let name: String
    /// One sentence or two: what it is, in which unit.
    let help: String
    /// What its text must be: "a whole number from 0 to 65535".
    let form: String
    /// The default, as it would be written; empty where there is none.
    let standard: String
    /// What the option says; nil where it is not given.
    let option: @Sendable (ServeOptions) -> String?
    /// Reads a text into the settings; false where it is not of the form.
    let take: @Sendable (String, inout ServeSettings) -> Bool

    /// The option.
    var flag: String { "--" + name }

    /// The environment variable, which counts where the option is not given.
    var variable: String { Self.prefix + name.uppercased().replacing("-", with: "_") }

    /// What the variables of all settings begin with.
    static let prefix = "DISTILL_PLANNER_"

    /// Makes a setting.
    ///
    /// - Parameter shown: the default in words, where it differs from machine to machine.
    init<Value>(
        _ name: String, _ member: any WritableKeyPath<ServeSettings, Value> & Sendable, _ form: SettingForm<Value>,
        shown: String? = nil, help: String, option: @escaping @Sendable (ServeOptions) -> String?
    ) {
        self.name = name
        self.help = help
        self.form = form.words
        self.option = option
        standard = shown ?? form.text(ServeSettings()[keyPath: member])
        take = { text, settings in
            guard let value = form.value(text) else { return false }
            settings[keyPath: member] = value
            return true
        }
    }

    /// What was given for it, and how; nil where it was not.
    func given(_ option: String?, environment: [String: String]) -> Given? {
        if let option { return Given(source: flag, text: option) }
        return environment[variable].map { Given(source: variable, text: $0) }
    }

    /// A text, and what gave it.
    struct Given: Sendable {
        /// The option or the environment variable.
        let source: String
        let text: String
    }

    /// What `--help` says of it.
    var argumentHelp: ArgumentHelp {
        ArgumentHelp("\(help)\(standard.isEmpty ? "" : " (default: \(standard))") [env: \(variable)]")
    }

    /// The environment's variables that look like a setting's and are none, in order.
    static func unknownVariables(_ environment: [String: String]) -> [String] {
        let known = Set(all.map(\.variable))
        return environment.keys.filter { $0.hasPrefix(prefix) && !known.contains($0) }.sorted()
    }
}

/// A setting has a value that it may not have.
struct SettingFault {
    let setting: Setting
    let given: Setting.Given

    /// What is wrong, and what would be right.
    var text: String { "\(given.source) must be \(setting.form), not \"\(given.text)\"." }
}

/// What is wrong with settings, all of it.
struct SettingFaults: Error {
    let faults: [SettingFault]

    /// As wrong usage, a line each.
    var usage: ValidationError { ValidationError(faults.map(\.text).joined(separator: "\nError: ")) }
}
