import Foundation

/// What a server answered, as far as a test needs it.
struct ClientResponse {
    let status: Int

    /// Values by name in small letters.
    let fields: [String: String]

    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
}

enum ClientError: Error {
    case cannotConnect(Int32)
    case broken(Int32)
    case timedOut
    case endedEarly
    case notHTTP(String)
}

/// A client on a blocking socket; no wait lasts longer than `patience`.
final class LoopbackClient {
    private static let patience = 5

    private let descriptor: Int32
    private var received: [UInt8] = []

    init(port: Int, receiveBuffer: Int32? = nil, ipv6: Bool = false) throws {
        descriptor = socket(ipv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        let result = ipv6 ? connect6(port) : connect4(port)
        // The descriptor is closed by `deinit`, which also runs when an initialiser throws after its last property.
        guard result == 0 else { throw ClientError.cannotConnect(errno) }
    }

    deinit {
        close(descriptor)
    }

    private func connect4(_ port: Int) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private func connect6(_ port: Int) -> Int32 {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = in_port_t(port).bigEndian
        address.sin6_addr = in6addr_loopback
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }

    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw ClientError.broken(errno) }
            rest = rest.dropFirst(count)
        }
    }

    func endWriting() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Whether bytes, or the end, have come within `milliseconds`.
    func isReadable(within milliseconds: Int) -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return !received.isEmpty || poll(&watched, 1, Int32(milliseconds)) > 0
    }

    /// Reads one answer; `toHead` says that its body is not to come.
    func readResponse(toHead: Bool = false) throws -> ClientResponse {
        let lines = try readHead().components(separatedBy: "\r\n")
        let start = lines[0].split(separator: " ", maxSplits: 2)
        guard start.count >= 2, start[0] == "HTTP/1.1", let status = Int(start[1]) else {
            throw ClientError.notHTTP(lines[0])
        }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw ClientError.notHTTP(line) }
            fields[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        let length = toHead ? 0 : fields["content-length"].flatMap(Int.init) ?? 0
        return ClientResponse(status: status, fields: fields, body: try read(length))
    }

    /// Reads up to an empty line and returns what stands before it.
    func readHead() throws -> String {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let range = received.firstRange(of: end) {
                defer { received.removeSubrange(..<range.upperBound) }
                return String(decoding: received[..<range.lowerBound], as: UTF8.self)
            }
            guard try receive() else { throw ClientError.endedEarly }
        }
    }

    /// Reads all that comes until the server ends.
    func readToEnd() throws -> [UInt8] {
        while try receive() {}
        defer { received = [] }
        return received
    }

    /// Reads `count` bytes.
    func read(_ count: Int) throws -> [UInt8] {
        while received.count < count {
            guard try receive() else { throw ClientError.endedEarly }
        }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    /// Waits for more; returns false where the server has ended.
    private func receive() throws -> Bool {
        var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&watched, 1, Int32(Self.patience * 1000)) > 0 else { throw ClientError.timedOut }
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw ClientError.broken(errno) }
        received += buffer[..<count]
        return count > 0
    }
}
