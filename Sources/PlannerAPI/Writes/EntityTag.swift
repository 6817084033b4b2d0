import Crypto
import Foundation
import HTTPServer
import HTTPTypes

/// The entity tag of an answer (RFC 9110, section 8.8.3): strong, a digest of its bytes and their type.
struct EntityTag: Hashable, Sendable {
    /// The tag with its quotes.
    let text: String

    /// The tag of `response`; nil of one that is streamed.
    init?(_ response: ServerResponse) {
        guard let bytes = response.bytes else { return nil }
        var hash = SHA256()
        hash.update(data: Data((response.head.headerFields[.contentType] ?? "").utf8))
        hash.update(data: [0])
        hash.update(data: bytes)
        // 128 bits: nobody finds two answers of one tag by chance.
        text = "\"" + Data(hash.finalize().prefix(16)).base64EncodedString().prefix(22) + "\""
    }

    /// Whether `field`, the value of If-Match or If-None-Match, names this tag or any.
    ///
    /// - Parameter isWeak: whether a tag that calls itself weak counts.
    func isNamed(in field: String, isWeak: Bool) -> Bool {
        field.split(separator: ",").map(\.trimmingSpaces).contains { item in
            item == "*" || item == text || (isWeak && item == "W/" + text)
        }
    }
}

extension ServerResponse {
    /// Says which entity tag the answer has, where it is a good one.
    mutating func tag() {
        guard head.status.kind == .successful, let tag = EntityTag(self) else { return }
        head.headerFields[.eTag] = tag.text
    }

    /// This answer, or 304 where the client has it already.
    func unlessKnown(to request: ServerRequest) -> ServerResponse {
        guard let field = request.head.headerFields[.ifNoneMatch], head.status == .ok, let tag = EntityTag(self),
            tag.isNamed(in: field, isWeak: true)
        else { return self }
        var head = head
        head.status = .notModified
        head.headerFields[.contentType] = nil
        head.headerFields[.link] = nil
        return ServerResponse(head: head)
    }
}
