import GRDB
import Store
import TestSupport

extension TemporaryFolder {
    /// A closed database of this program at ``path(_:)``, after `change` was done to it behind the program's back.
    func tampered(_ change: @escaping @Sendable (Database) throws -> Void) throws -> String {
        try PlannerStore(path: path()).close()
        let queue = try DatabaseQueue(path: path())
        try queue.write(change)
        try queue.close()
        return path()
    }
}

/// The error of opening `path`; nil where it opens.
///
/// - Throws: whatever else than a `StoreError` opening throws.
func openingError(_ path: String) throws -> StoreError? {
    do {
        try PlannerStore(path: path).close()
        return nil
    } catch let error as StoreError {
        return error
    }
}
