import ArgumentParser
import Store

/// Where studies, runs and plans are kept.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "The SQLite file; it and its folder are made where they are missing.")
    var database = DatabaseFile.standard

    init() {}

    /// The options of a command whose database is `path`, or the usual one.
    init(_ path: String?) { database = path ?? DatabaseFile.standard }

    func validate() throws {
        guard !database.isEmpty else { throw ValidationError("--database must name a file.") }
    }

    /// Opens the database.
    ///
    /// - Throws: ``CommandFailure`` where it cannot be used.
    func open() throws -> PlannerStore { try DatabaseFile.open(database) }

    /// What `body` makes of the open database, which is closed afterwards.
    ///
    /// - Throws: ``CommandFailure`` where the database cannot be used, or lacks the study; and what `body` throws.
    func with<Value>(_ body: (PlannerStore) throws -> Value) throws -> Value {
        do {
            return try DatabaseFile.with(database, isMade: true, body)
        } catch let missing as StudyMissing {
            throw CommandFailure.usage(
                "No study is called \(missing.id); make it with: distill-planner study create \(missing.id)")
        }
    }
}
