import GRDB
public import ScalingLaws

extension PlannerStore {
    /// The law that was added last of those that were fitted to a study; nil where there is none.
    ///
    /// - Throws: `DatabaseError` where the database cannot be read.
    public func newestLaw(fittedTo study: String) throws -> LawReference? {
        try read { db in
            try Row.fetchOne(
                db,
                sql: """
                    SELECT laws.name, laws.version FROM laws JOIN law_provenance
                    ON law_provenance.law_name = laws.name AND law_provenance.law_version = laws.version
                    WHERE law_provenance.study = ? ORDER BY laws.rowid DESC LIMIT 1
                    """, arguments: [study]
            ).map { LawReference(name: $0["name"], version: $0["version"]) }
        }
    }
}
