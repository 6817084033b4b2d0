import Foundation
import HTTPServer
import HTTPTypes

extension ServerRequest {
    /// Holds a request that is let in because it comes from this machine to a name that this machine alone has.
    ///
    /// A web page can have its own name mean the loopback, and then asks from inside a browser on this machine, as if it
    /// were a program of it (DNS rebinding). It cannot do so with an address, nor with `localhost`.
    ///
    /// - Throws: ``Problem`` 421.
    func requireLocalName() throws(Problem) {
        guard let authority = head.authority, !Self.isLocal(Self.host(of: authority)) else { return }
        throw Problem(
            .misdirectedRequest,
            "While there is no token, this server is asked by an address or as localhost, and not as \(authority.prefix(80)); "
                + "distill-planner token create makes the first.")
    }

    /// An authority without its port and brackets.
    private static func host(of authority: String) -> Substring {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return authority[authority.index(after: authority.startIndex)..<end]
        }
        return authority.prefix { $0 != ":" }
    }

    private static func isLocal(_ host: Substring) -> Bool {
        let name = host.lowercased()
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        var address = in6_addr()
        return inet_pton(AF_INET, name, &address) == 1 || inet_pton(AF_INET6, name, &address) == 1
    }
}
