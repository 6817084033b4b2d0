import Foundation

/// How many descriptors this process may have open, and what is left of them for connections.
enum DescriptorLimit {
    /// What the database, the log and a handler's own files need beside the connections.
    private static let reserve = 64

    /// Asks the system for all that it allows, and returns how many connections fit, at least 1.
    ///
    /// Without a reserve a rush of connections could keep a handler from opening the database.
    static func connections(upTo wanted: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return wanted }
        limit.rlim_cur = limit.rlim_max
        // Where the system refuses, what it allowed before still counts.
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return min(wanted, max(1, Int(clamping: limit.rlim_cur) - reserve))
    }
}
