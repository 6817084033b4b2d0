import Foundation
import HTTPServer
import HTTPTypes

extension ServerRequest {
    /// Whom a limit on addresses counts this request for: the peer, or behind a trusted proxy the one that it names.
    ///
    /// Of IPv6 the first half counts, as one network has all addresses of the other.
    func clientAddress(trusting proxies: Set<String>) -> String {
        var address = peer.host[...]
        if proxies.contains(peer.host), let name = HTTPField.Name("X-Forwarded-For") {
            let hops = head.headerFields[values: name].flatMap { $0.split(separator: ",") }.map(\.trimmingSpaces)
            // What stands to the left of the first address that no proxy of ours wrote may be anybody's invention.
            address = hops.last { !proxies.contains(String($0)) } ?? address
        }
        return Self.network(of: String(address.prefix(64)))
    }

    private static func network(of address: String) -> String {
        var bytes = in6_addr()
        guard address.contains(":"), inet_pton(AF_INET6, address, &bytes) == 1 else { return address }
        return withUnsafeBytes(of: &bytes) { $0.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") }
    }
}
