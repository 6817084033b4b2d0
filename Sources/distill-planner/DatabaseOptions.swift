import ArgumentParser
import Foundation
import Store

/// Where studies, runs and plans are kept.
struct DatabaseOptions: ParsableArguments {
    @Option(help: Setting.database.argumentHelp)
    var database: String?

    init() {}

    /// The options of a command whose database is `path`, or the usual one.
    init(_ path: String?) { database = path }

    func validate() throws { _ = try path }

    /// The file: of the option, or else of the environment, or else the usual one.
    ///
    /// - Throws: `ValidationError` where its name is empty.
    var path: String {
        get throws { try DatabaseFile.path(database) ?? ServeSettings().database }
    }

    /// What `body` makes of the open database, which is closed afterwards.
    ///
    /// - Throws: ``CommandFailure`` where the database cannot be used, or lacks the study; and what `body` throws.
    func with<Value>(_ body: (PlannerStore) throws -> Value) throws -> Value {
        do {
            return try DatabaseFile.with(path, isMade: true, body)
        } catch let missing as StudyMissing {
            throw CommandFailure.usage(
                "No study is called \(missing.id); make it with: distill-planner study create \(missing.id)")
        }
    }
}
