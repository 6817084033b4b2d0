import Foundation

/// A connected socket that does not block.
struct StreamSocket: Sendable {
    /// What became of one attempt to read or write.
    enum Transfer: Hashable {
        case bytes(Int)
        case wouldBlock

        /// The peer has ended its side, or the connection is broken.
        case ended
    }

    let descriptor: Int32

    /// Reads what has come into `buffer`, as much as fits.
    func receive(into buffer: inout [UInt8]) -> Transfer {
        transfer { buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) } }
    }

    /// Hands as much of `bytes` to the system as it takes.
    func send(_ bytes: ArraySlice<UInt8>) -> Transfer {
        transfer {
            bytes.withUnsafeBytes { Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
    }

    private func transfer(_ call: () -> Int) -> Transfer {
        while true {
            let count = call()
            guard count < 0 else { return count == 0 ? .ended : .bytes(count) }
            guard errno == EINTR else { return errno == EAGAIN ? .wouldBlock : .ended }
        }
    }

    /// Tells the peer that nothing more will be sent; it may still send.
    func endWriting() {
        _ = shutdown(descriptor, Int32(SHUT_WR))
    }

    func close() {
        _ = Foundation.close(descriptor)
    }
}
