import Crypto
import Foundation
import HTTPServer
import HTTPTypes

/// An answer as it is kept: a line of JSON with its head, and its content.
enum AnswerText {
    /// Writes `response` down, for the eyes of the bearer of `token` where there is one.
    ///
    /// An answer may hold a secret that was meant for its caller, and the database must not hold one in the clear.
    static func seal(_ response: ServerResponse, for token: BearerToken?, key: IdempotencyKey) throws -> [UInt8] {
        let head = Head(
            status: response.head.status.code, reason: response.head.status.reasonPhrase,
            fields: response.head.headerFields.map { [$0.name.rawName, $0.value] })
        let text = try JSONEncoder().encode(head) + [lineFeed] + (response.bytes ?? [])
        guard let token else { return Array(text) }
        guard let sealed = try AES.GCM.seal(text, using: token.key(for: key.text)).combined else {
            preconditionFailure("a nonce of the usual length gives a combined form")
        }
        return Array(sealed)
    }

    /// Reads what ``seal(_:for:key:)`` wrote.
    ///
    /// - Throws: `CryptoKitError` where another token wrote it, ``Unreadable`` or `DecodingError` where it is damaged.
    static func open(_ bytes: [UInt8], for token: BearerToken?, key: IdempotencyKey) throws -> ServerResponse {
        let text =
            try token.map { Array(try AES.GCM.open(AES.GCM.SealedBox(combined: bytes), using: $0.key(for: key.text))) }
            ?? bytes
        guard let end = text.firstIndex(of: lineFeed) else { throw Unreadable() }
        let head = try JSONDecoder().decode(Head.self, from: Data(text[..<end]))
        var fields = HTTPFields()
        for field in head.fields {
            guard field.count == 2, let name = HTTPField.Name(field[0]) else { throw Unreadable() }
            fields.append(HTTPField(name: name, value: field[1]))
        }
        let status = HTTPResponse.Status(code: head.status, reasonPhrase: head.reason)
        return ServerResponse(
            head: HTTPResponse(status: status, headerFields: fields), body: Array(text[(end + 1)...]))
    }

    private static let lineFeed: UInt8 = 0x0A

    private struct Head: Codable {
        let status: Int
        let reason: String
        let fields: [[String]]
    }

    /// What is kept is no answer.
    struct Unreadable: Error {}
}
