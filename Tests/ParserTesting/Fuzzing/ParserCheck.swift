package import HTTPServer
import HTTPTypes

/// What must hold for every input, whatever it is.
package enum ParserCheck {
    /// A property that an input breaks.
    package enum Violation: Error, Hashable, Sendable {
        /// Cut at these places the bytes mean something else than whole.
        case splitMatters(at: [Int])

        /// A parser that has refused reads on.
        case speaksAfterRefusal

        /// More is held than the limits allow.
        case holdsTooMuch(bytes: Int)

        /// The request, written down anew, is read as another one.
        case isReadOtherwise(ReceivedRequest)
    }

    /// Small limits, so that mutated messages reach them.
    package static let limits = {
        var limits = ServerLimits()
        limits.requestLine = 200
        limits.fieldLine = 120
        limits.head = 400
        limits.fields = 12
        limits.body = 64
        return limits
    }()

    /// Reads `bytes` whole and cut at `cuts`, and returns what was read.
    ///
    /// - Throws: ``Violation``.
    @discardableResult package static func check(
        _ bytes: [UInt8], cuts: [Int]
    ) throws(Violation) -> [RequestParser.Event] {
        let whole = try read([bytes[...]])
        let bounds = [0] + cuts + [bytes.count]
        let pieces = zip(bounds, bounds.dropFirst()).map { bytes[$0..<$1] }
        guard try read(pieces) == whole else { throw .splitMatters(at: cuts) }
        for case .request(let request) in whole {
            guard try read([canonical(request)[...]]).last == .request(request) else { throw .isReadOtherwise(request) }
        }
        return whole
    }

    private static func read(_ pieces: [ArraySlice<UInt8>]) throws(Violation) -> [RequestParser.Event] {
        var parser = RequestParser(limits: limits)
        var events: [RequestParser.Event] = []
        for piece in pieces {
            var input = piece
            while true {
                let event = parser.next(&input)
                guard parser.heldBytes <= limits.body else { throw .holdsTooMuch(bytes: parser.heldBytes) }
                if event == .needsMore { break }
                events.append(event)
                guard case .refused = event else { continue }
                var more = piece
                guard parser.next(&more) == event else { throw .speaksAfterRefusal }
                return events
            }
        }
        return events
    }

    /// A request as a careful client writes it, with the framing that it came with.
    private static func canonical(_ request: ReceivedRequest) -> [UInt8] {
        let head = request.head
        let version = head.version == .http10 ? "HTTP/1.0" : "HTTP/1.1"
        var bytes = Array("\(head.request.method.rawValue) \(head.request.path ?? "") \(version)\r\n".utf8)
        if let host = head.request.authority { bytes += "Host: \(host)\r\n".utf8 }
        for field in head.request.headerFields {
            bytes += "\(field.name.rawName): ".utf8
            field.withUnsafeBytesOfValue { bytes += $0 }
            bytes += "\r\n".utf8
        }
        bytes += "\r\n".utf8
        guard head.framing == .chunked else { return bytes + request.body }
        if !request.body.isEmpty {
            bytes += "\(String(request.body.count, radix: 16))\r\n".utf8 + request.body + "\r\n".utf8
        }
        return bytes + "0\r\n\r\n".utf8
    }
}
