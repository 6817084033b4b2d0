import Foundation

/// A socket that listens.
struct Listener: Sendable {
    /// What became of one attempt to accept.
    enum Acceptance {
        case accepted(descriptor: Int32, peer: SocketAddress)

        /// A connection that was gone before it could be taken; there may be others.
        case lost

        case nobodyWaits

        /// No descriptor or memory is left for it; it goes on waiting.
        case outOfResources
    }

    let descriptor: Int32
    let address: SocketAddress

    init(host: String, port: Int, backlog: Int) throws(StartError) {
        let candidate = try Self.resolve(host, port)
        defer { freeaddrinfo(candidate) }
        do throws(SystemError) {
            (descriptor, address) = try Self.listen(candidate.pointee, backlog: backlog)
        } catch {
            throw StartError(reason: .init(errno: error.code), code: error.code, host: host, port: port)
        }
    }

    /// Bytes that the system keeps for a connection beside those on their way; beyond them sending waits.
    private static let unsentBytes: Int32 = 64 * 1024

    private static func resolve(_ host: String, _ port: Int) throws(StartError) -> UnsafeMutablePointer<addrinfo> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(port), &hints, &found)
        guard code == 0, let found else { throw StartError(reason: .unknownHost, code: code, host: host, port: port) }
        return found
    }

    private static func listen(
        _ candidate: addrinfo, backlog: Int
    ) throws(SystemError) -> (Int32, SocketAddress) {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = try checked(socket(candidate.ai_family, kind, 0))
        do throws(SystemError) {
            try set(SO_REUSEADDR, of: SOL_SOCKET, to: 1, on: descriptor)
            // Accepted sockets inherit this one: an answer leaves at once, whatever is still unacknowledged.
            try set(TCP_NODELAY, of: Int32(IPPROTO_TCP), to: 1, on: descriptor)
            // And this one: without it the system takes megabytes of answers that nobody reads, and each is worked out.
            try set(TCP_NOTSENT_LOWAT, of: Int32(IPPROTO_TCP), to: unsentBytes, on: descriptor)
            if candidate.ai_family == AF_INET6 {
                try set(IPV6_V6ONLY, of: Int32(IPPROTO_IPV6), to: 0, on: descriptor)
            }
            try checked(bind(descriptor, candidate.ai_addr, candidate.ai_addrlen))
            try checked(Foundation.listen(descriptor, Int32(clamping: backlog)))
            guard let bound = SocketAddress.reading({ getsockname(descriptor, $0, $1) }) else {
                throw SystemError.last
            }
            return (descriptor, bound.address)
        } catch {
            _ = Foundation.close(descriptor)
            throw error
        }
    }

    private static func set(
        _ option: Int32, of level: Int32, to value: Int32, on descriptor: Int32
    ) throws(SystemError) {
        var value = value
        try checked(setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size)))
    }

    /// Takes one connection that waits, without blocking; its descriptor does not block either.
    func accept() -> Acceptance {
        guard let (peerDescriptor, peer) = SocketAddress.reading({ Foundation.accept(descriptor, $0, $1) }) else {
            switch errno {
            case EAGAIN: return .nobodyWaits
            case EINTR, ECONNABORTED, EPROTO, ENETDOWN, ENETUNREACH, EHOSTDOWN, EHOSTUNREACH, ETIMEDOUT: return .lost
            default: return .outOfResources
            }
        }
        _ = fcntl(peerDescriptor, F_SETFL, O_NONBLOCK)
        _ = fcntl(peerDescriptor, F_SETFD, FD_CLOEXEC)
        return .accepted(descriptor: peerDescriptor, peer: peer)
    }

    func close() {
        _ = Foundation.close(descriptor)
    }
}

extension StartError.Reason {
    fileprivate init(errno code: Int32) {
        switch code {
        case EADDRINUSE: self = .addressInUse
        case EACCES, EPERM: self = .permissionDenied
        case EADDRNOTAVAIL: self = .addressNotAvailable
        default: self = .systemRefused
        }
    }
}
