public import Foundation
import GRDB
public import ScalingLaws
import Synchronization

/// What became of a set that was to be added.
public enum LawAddition: Hashable, Sendable {
    /// It is a new version of its name.
    case added(CoefficientSet)
    /// The name has a version of the same content already.
    case existing(CoefficientSet)

    /// The set under the version that it has in the database.
    public var set: CoefficientSet {
        switch self {
        case .added(let set), .existing(let set): set
        }
    }
}

/// Why a law or an alias cannot have its name, or an alias its target, as facts.
public enum LawNameError: Error, Hashable, Sendable {
    /// Only the program itself gives versions to the sets of this name, which come with it.
    case published(name: String)
    /// The name is an alias.
    case alias(name: String)
    /// The alias is the name of a law.
    case law(name: String)
    /// There is no such version to point at.
    case unknown(LawReference)
    /// There is no such alias to take away.
    case unknownAlias(name: String)
}

extension PlannerStore {
    /// The laws and aliases as they are in the database now, with what another process has added to it.
    ///
    /// - Throws: `DatabaseError` where the database cannot be read.
    public func currentLaws() throws -> LawCatalog {
        let known = snapshot.withLock { $0 }
        let loaded = try read { db in try LawSnapshot(known, db) }
        // What is not committed is for the thread alone that may still undo it.
        if isInTransaction { return loaded.catalog }
        return snapshot.withLock { current in
            // Another thread may have read a later state meanwhile.
            if loaded.isAtLeast(current) { current = loaded }
            return current.catalog
        }
    }

    /// Adds `set` as the next version of its name, whatever version it says, or finds the version that equals it.
    ///
    /// The version is there for everybody once this returns, and for nobody before that.
    ///
    /// - Throws: ``LawNameError/published(name:)`` or ``LawNameError/alias(name:)``, ``StoreBusy`` where another program
    ///   holds the database, `DatabaseError` where the disk does not take it.
    public func addLaw(_ set: CoefficientSet) throws -> LawAddition {
        let addition = try write { db in try LawRecord.add(set, db) }
        _ = try currentLaws()
        return addition
    }

    /// As ``addLaw(_:)``, with an entry in the audit trail where the version is new; returns the set as it is kept.
    ///
    /// - Throws: As ``addLaw(_:)``.
    public func addLaw(_ set: CoefficientSet, by actor: AuditActor, at time: Date) throws -> CoefficientSet {
        try transaction {
            let addition = try addLaw(set)
            if case .added(let set) = addition {
                try record(by: actor, "law.add", "/laws/\(set.name)/versions/\(set.version)", at: time)
            }
            return addition.set
        }
    }
}

extension LawRecord {
    /// As ``PlannerStore/addLaw(_:)``, in the transaction of `db`.
    static func add(_ set: CoefficientSet, _ db: Database) throws -> LawAddition {
        guard !CoefficientSet.isPublished(name: set.name) else { throw LawNameError.published(name: set.name) }
        guard try AliasRecord.target(of: set.name, db) == nil else { throw LawNameError.alias(name: set.name) }
        let versions = try versions(of: set.name, db)
        if let equal = versions.last(where: { $0 == set.numbered($0.version) }) { return .existing(equal) }
        let new = set.numbered((versions.last?.version ?? 0) + 1)
        try insert(new, db)
        return .added(new)
    }
}
