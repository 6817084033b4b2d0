import Foundation
import Testing

/// A TCP connection to a port of this machine, as plain as curl's, that gives up where nothing moves.
struct Connection {
    private let descriptor: Int32

    init(port: Int) throws {
        let connected = Self.connected(port: port)
        descriptor = try #require(connected, "nobody listens on \(port)")
    }

    /// Whether anybody listens on `port`.
    static func isPossible(port: Int) -> Bool {
        guard let descriptor = connected(port: port) else { return false }
        Glibc.close(descriptor)
        return true
    }

    private static func connected(port: Int) -> Int32? {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if result != 0 { Glibc.close(descriptor) }
        return result == 0 ? descriptor : nil
    }

    /// Sends `bytes`, as many as the server takes: it may answer and close before it has read them all.
    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    func readToEnd() throws -> [UInt8] {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            try #require(count >= 0, "the answer broke off: \(String(cString: strerror(errno)))")
            if count == 0 { return all }
            all += buffer[..<count]
        }
    }

    func close() { Glibc.close(descriptor) }
}

/// What a server answered.
struct Answer {
    let status: Int
    let head: String
    let body: [UInt8]

    init(_ bytes: [UInt8]) throws {
        let end = try #require(bytes.firstRange(of: Array("\r\n\r\n".utf8)), "no answer")
        head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        let content = Array(bytes[end.upperBound...])
        let isChunked = head.lowercased().contains("\r\ntransfer-encoding: chunked")
        body = isChunked ? try Self.joined(content) : content
        status = try #require(head.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    }

    /// What the chunks of `content` hold; it must end with the last one.
    private static func joined(_ content: [UInt8]) throws -> [UInt8] {
        var (rest, all) = (content[...], [UInt8]())
        while true {
            let line = try #require(rest.firstRange(of: Array("\r\n".utf8)), "a chunk has no size")
            let size = try #require(Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16))
            try #require(rest.endIndex >= line.upperBound + size + 2, "the answer broke off in a chunk")
            let end = line.upperBound + size
            try #require(Array(rest[end..<end + 2]) == Array("\r\n".utf8))
            if size == 0 { return all }
            all += rest[line.upperBound..<end]
            rest = rest[(end + 2)...]
        }
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of the field `name` of the head.
    func field(_ name: String) -> String? {
        head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }
}
