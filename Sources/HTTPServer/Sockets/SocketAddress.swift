import Foundation

/// One end of a TCP connection, in numbers.
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// An IPv4 or IPv6 address, without brackets.
    public var host: String

    /// A port, 0 to 65535.
    public var port: Int

    /// Makes an address of its parts.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Host and port as a URL spells them: `127.0.0.1:80`, `[::1]:80`.
    public var description: String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}

extension SocketAddress {
    /// Lets `body` fill in a system address, as `accept` and `getsockname` do, and reads it; nil where `body`
    /// returns a number below zero.
    static func reading(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> (result: Int32, address: SocketAddress)? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                let result = body(address, &length)
                return result < 0 ? nil : (result, SocketAddress(address, length))
            }
        }
    }

    private init(_ address: UnsafePointer<sockaddr>, _ length: socklen_t) {
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var port = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        // Both stay empty where the system cannot tell, as with a peer that is already gone.
        _ = getnameinfo(
            address, length, &host, socklen_t(host.count), &port, socklen_t(port.count),
            NI_NUMERICHOST | NI_NUMERICSERV)
        let name = Self.text(host)
        // What an IPv6 socket calls an IPv4 peer; the peer is the same whichever socket it came by.
        self.host = name.hasPrefix("::ffff:") && name.contains(".") ? String(name.dropFirst(7)) : name
        self.port = Int(Self.text(port)) ?? 0
    }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
