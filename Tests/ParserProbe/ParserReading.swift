import Foundation
import HTTPServer
import HTTPTypes

/// What the parser makes of the bytes of one connection, for programs in other languages.
///
///     {"requests":[{"method":"GET","path":"/","host":"a","version":"1.1","fields":[["x","<hex>"]],"body":"<hex>",
///      "end":33}],"refusal":null}
///
/// `end` is where the next request begins; values and bodies are in hexadecimal, for they need not be text.
enum ParserReading {
    static func json(_ bytes: [UInt8]) -> String {
        var parser = RequestParser(limits: ServerLimits())
        var input = bytes[...]
        var requests: [[String: Any]] = []
        var refusal: String?
        reading: while true {
            switch parser.next(&input) {
            case .needsMore: break reading
            case .bodyFollows: continue
            case .request(let request): requests.append(object(request, end: bytes.count - input.count))
            case .refused(let reason):
                refusal = reason.rawValue
                break reading
            }
        }
        let reading: [String: Any] = ["requests": requests, "refusal": refusal ?? NSNull()]
        let data = try? JSONSerialization.data(
            withJSONObject: reading, options: [.sortedKeys, .withoutEscapingSlashes])
        return data.map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    private static func object(_ request: ReceivedRequest, end: Int) -> [String: Any] {
        let head = request.head.request
        return [
            "method": head.method.rawValue,
            "path": head.path ?? "",
            "host": head.authority ?? NSNull(),
            "version": request.head.version == .http10 ? "1.0" : "1.1",
            "fields": head.headerFields.map { field in
                [field.name.canonicalName, field.withUnsafeBytesOfValue { hexadecimal($0) }]
            },
            "body": hexadecimal(request.body),
            "end": end,
        ]
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String(Int($0) + 256, radix: 16).suffix(2) }.joined()
    }
}
