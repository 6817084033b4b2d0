import GRDB

/// How much a database holds, as far as it can be told without reading it through.
public struct StoreCounts: Hashable, Sendable {
    /// Law versions.
    public let lawVersions: Int
    /// Studies.
    public let studies: Int
    /// Runs that were ever stored, those that were deleted since included.
    public let storedRuns: Int
    /// Plans that were ever kept.
    public let keptPlans: Int
    /// Fits that wait.
    public let queuedFits: Int
    /// Fits that are worked on.
    public let runningFits: Int
}

extension PlannerStore {
    /// How much the database holds now; it waits for no writer.
    ///
    /// Runs and plans may be millions. They are numbered without a gap or a number used twice, so the last number that was
    /// given, which SQLite keeps in a row of its own, says how many there have been. Laws and studies are few and counted,
    /// and fits that have not ended have an index of their own.
    ///
    /// - Throws: `DatabaseError` where the database cannot be read.
    public func counts() throws -> StoreCounts {
        try database.read { db in
            func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
            func last(_ table: String) throws -> Int {
                try count("SELECT seq FROM sqlite_sequence WHERE name = '\(table)'")
            }
            func fits(_ status: FitRecord.Status) throws -> Int {
                try count(
                    """
                    SELECT count(*) FROM fits
                    WHERE status IN ('queued', 'running') AND status = '\(status.rawValue)'
                    """)
            }
            return StoreCounts(
                lawVersions: try count("SELECT count(*) FROM laws"), studies: try count("SELECT count(*) FROM studies"),
                storedRuns: try last("runs"), keptPlans: try last("plans"), queuedFits: try fits(.queued),
                runningFits: try fits(.running))
        }
    }
}
