/// What a client may send over one connection, and how many requests it holds.
package struct AcceptedMessage: Sendable {
    package let name: String
    package let bytes: [UInt8]
    package let requests: Int

    init(_ name: String, _ text: String, requests: Int = 1) {
        self.name = name
        bytes = Array(text.utf8)
        self.requests = requests
    }

    package static let all = heads + targets + bodies + sequences

    private static func get(_ fields: String) -> String { "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n" }

    private static func post(_ fields: String, _ body: String) -> String {
        "POST /plan HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
    }

    private static let heads = [
        AcceptedMessage("plain", "GET /a?b=c HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n"),
        AcceptedMessage("curl", get("User-Agent: curl/7.88.1\r\nAccept: */*")),
        AcceptedMessage("blanks around a value", get("X: \t a b\t \r\nY:\r\nZ:z")),
        AcceptedMessage("the same field twice", get("X: a\r\nx: b")),
        AcceptedMessage("all marks of a token", get("!#$%&'*+-.^_`|~09azAZ: v")),
        AcceptedMessage("bytes beyond ASCII in a value", get("X: é\u{FFFD}ü")),
        AcceptedMessage("no Host in 1.0", "GET / HTTP/1.0\r\n\r\n"),
        AcceptedMessage("kept in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"),
        AcceptedMessage("closed in 1.1", get("Connection: close")),
        AcceptedMessage("options of a connection", get("Connection: x, Close ,y")),
        AcceptedMessage("method of its own", "PURGE /a HTTP/1.1\r\nHost: a\r\n\r\n"),
        AcceptedMessage("HEAD", "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"),
        AcceptedMessage("Host with a port", "GET / HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n\r\n"),
        AcceptedMessage("Host of IPv6", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"),
    ]

    private static let targets = [
        AcceptedMessage("absolute", "GET http://b:8/c?d HTTP/1.1\r\nHost: a\r\n\r\n"),
        AcceptedMessage("absolute without a path", "GET http://b?d HTTP/1.1\r\nHost: a\r\n\r\n"),
        AcceptedMessage("asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"),
        AcceptedMessage("two slashes", "GET //path HTTP/1.1\r\nHost: a\r\n\r\n"),
        AcceptedMessage("dots", "GET /a/../b/./c HTTP/1.1\r\nHost: a\r\n\r\n"),
        AcceptedMessage("escapes", "GET /%00%2F%zz?%ff HTTP/1.1\r\nHost: a\r\n\r\n"),
        AcceptedMessage("marks that should be escaped", "GET /a|b{}\"<>^`\\ HTTP/1.1\r\nHost: a\r\n\r\n"),
    ]

    private static let bodies = [
        AcceptedMessage("with a length", post("Content-Length: 7", "{\"a\":1}")),
        AcceptedMessage("with a length of nothing", post("Content-Length: 000", "")),
        AcceptedMessage("body that looks like a request", post("Content-Length: 27", get("").prefix(27).description)),
        AcceptedMessage("expectation", post("Content-Length: 1\r\nExpect: 100-continue", "x")),
        AcceptedMessage("chunked", post("Transfer-Encoding: chunked", "5\r\nhello\r\n0\r\n\r\n")),
        AcceptedMessage(
            "chunked with all that it may have",
            post("transfer-encoding:\tChunKed ", "5;a=\"b\"\r\nhe\r\no\r\n00B;c\r\n01234567890\r\n000\r\nT: x\r\n\r\n")),
    ]

    private static let sequences = [
        AcceptedMessage(
            "pipelined",
            "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
                + "HEAD http://c/ HTTP/1.1\r\nHost: a\r\n\r\n",
            requests: 3),
        AcceptedMessage(
            "request behind a body",
            post("Content-Length: 7", "GET / H") + post("Transfer-Encoding: chunked", "0\r\n\r\n") + get("X: y"),
            requests: 3),
        AcceptedMessage("cut off in its head", "GET /a HTTP/1.1\r\nHos", requests: 0),
        AcceptedMessage("cut off in its body", post("Content-Length: 7", "abc"), requests: 0),
        AcceptedMessage("cut off in a chunk", post("Transfer-Encoding: chunked", "5\r\nhel"), requests: 0),
    ]
}
