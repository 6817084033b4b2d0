import Foundation
import HTTPServer
import Logging
import Store

/// Who can reach a server, and whether that is meant.
enum Exposure {
    /// Refuses to listen where others than this machine's programs reach the server, unless callers need tokens or somebody
    /// said that they shall not.
    ///
    /// - Throws: ``CommandFailure``.
    static func check(host: String, asksForTokens: Bool, _ store: PlannerStore) throws {
        guard asksForTokens, !isLoopback(host) else { return }
        guard try store.tokens().isEmpty else { return }
        throw CommandFailure.failed(
            "without any token the server listens on this machine's loopback only, and \(host) is more; "
                + "make a token with 'distill-planner token create', or say --no-auth")
    }

    /// How callers are let in, for the log.
    static func words(asksForTokens: Bool, _ store: PlannerStore) throws -> String {
        guard asksForTokens else { return "no token is asked for (--no-auth)" }
        return try store.tokens().isEmpty
            ? "there is no token yet: this machine's programs alone are let in, and all of them"
            : "callers need a token"
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        var address = in_addr()
        // The first byte of an address is its lowest in memory, whichever way numbers lie there.
        return inet_pton(AF_INET, host, &address) == 1 && withUnsafeBytes(of: &address) { $0[0] == 127 }
    }
}
