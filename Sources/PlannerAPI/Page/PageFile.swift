import HTTPServer
import HTTPTypes

/// A file of the page that the service shows to people.
public struct PageFile: Sendable {
    /// Empty for the page itself, else what it is called under `/page/`.
    public let name: String
    /// The answer to whoever asks for it, with its entity tag.
    let response: ServerResponse

    /// Makes a file of the page, with its media type and content.
    public init(name: String, mediaType: String, bytes: [UInt8]) {
        self.name = name
        var response = ServerResponse.bytes(bytes, type: mediaType, fields: Self.fields)
        response.tag()
        self.response = response
    }

    /// What keeps the page to itself: only its own files and this server, in nobody's frame, and asked for anew each time.
    private static let fields: HTTPFields = [
        .cacheControl: "no-cache",
        .contentSecurityPolicy: policy.joined(separator: "; "),
        .xContentTypeOptions: "nosniff",
        .referrerPolicy: "no-referrer",
    ]

    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
        "connect-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'",
    ]
}
