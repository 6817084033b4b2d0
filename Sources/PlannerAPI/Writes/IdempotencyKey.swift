import Crypto
import Foundation
import HTTPServer
import HTTPTypes

/// What a client calls a write, so that it can be sent again without being done again.
struct IdempotencyKey: Hashable, Sendable {
    /// The key without quotes, 1 to 255 visible ASCII characters.
    let text: String

    /// The key of `request`; nil where it has none.
    ///
    /// - Throws: ``Problem`` 422 where it cannot be one.
    init?(_ request: ServerRequest) throws(Problem) {
        guard let field = request.head.headerFields[.idempotencyKey] else { return nil }
        let bare =
            field.count >= 2 && field.hasPrefix("\"") && field.hasSuffix("\"")
            ? field.dropFirst().dropLast() : field[...]
        guard (1...255).contains(bare.utf8.count), bare.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 })
        else {
            throw Problem(
                .unprocessableContent,
                "Idempotency-Key must be 1 to 255 visible ASCII characters, in quotes or without.")
        }
        text = String(bare)
    }

    /// SHA-256 over what makes `request` the one that it is.
    static func digest(_ request: ServerRequest) -> [UInt8] {
        var hash = SHA256()
        for part in [
            request.head.method.rawValue, request.head.path ?? "", request.head.headerFields[.contentType] ?? "",
        ] {
            hash.update(data: Data(part.utf8))
            hash.update(data: [0])
        }
        hash.update(data: request.body)
        return Array(hash.finalize())
    }
}
