import HTTPServer

private func get(_ fields: String) -> String {
    "GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n"
}

private func post(_ fields: String, _ body: String = "") -> String {
    "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
}

private func chunked(_ body: String) -> String {
    post("Transfer-Encoding: chunked", body)
}

extension RefusalCase {
    static let lines = [
        RefusalCase("bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", .bareLineFeed),
        RefusalCase("bare LF after a field", "GET / HTTP/1.1\r\nHost: a\n\r\n", .bareLineFeed),
        RefusalCase("bare LF as the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n", .bareLineFeed),
        RefusalCase("bare LF first of all", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .bareLineFeed),
        RefusalCase("bare CR in the request line", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", .bareCarriageReturn),
        RefusalCase("bare CR in a value", get("X: a\rb"), .bareCarriageReturn),
        RefusalCase("two CRs before LF", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", .bareCarriageReturn),
        RefusalCase("NUL in the target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", .controlByte),
        RefusalCase("NUL in a value", get("X: a\0b"), .controlByte),
        RefusalCase("NUL in a name", get("X\0: a"), .controlByte),
        RefusalCase("escape in a value", get("X: \u{1B}[2J"), .controlByte),
        RefusalCase("DEL in a value", get("X: \u{7F}"), .controlByte),
        RefusalCase("TLS hello", [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00], .tlsHandshake),
        RefusalCase("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .http2Preface),
    ]

    static let requestLines = [
        RefusalCase("no version", "GET /\r\n\r\n", .malformedRequestLine),
        RefusalCase("no method", " / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        RefusalCase("two spaces before the target", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        RefusalCase("two spaces before the version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        RefusalCase("space after the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .malformedRequestLine),
        RefusalCase("space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        RefusalCase("tab in place of a space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        RefusalCase("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedRequestLine),
        RefusalCase("method that is no token", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedMethod),
        RefusalCase("method in small letters", "get / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedMethod),
        RefusalCase("method with a small letter", "GeT / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedMethod),
        RefusalCase("method beyond ASCII", "GÉT / HTTP/1.1\r\nHost: a\r\n\r\n", .malformedMethod),
        RefusalCase("CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", .unsupportedMethod, 501),
        RefusalCase("tab in the target", "GET /a\tb HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        RefusalCase("target without a slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        RefusalCase("target with a fragment", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        RefusalCase("asterisk with GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        RefusalCase(
            "target that is not UTF-8", Array("GET /".utf8) + [0xFF] + Array(" HTTP/1.1\r\nHost: a\r\n\r\n".utf8),
            .malformedTarget),
        RefusalCase("target that is raw UTF-8", "GET /é HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        RefusalCase("target of another scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        RefusalCase("target without a host", "GET http:///b HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        RefusalCase("target with a user", "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", .malformedTarget),
        RefusalCase("version in small letters", "GET / http/1.1\r\nHost: a\r\n\r\n", .malformedVersion),
        RefusalCase("version of one number", "GET / HTTP/1\r\nHost: a\r\n\r\n", .malformedVersion),
        RefusalCase("version of two digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", .malformedVersion),
        RefusalCase("version 2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", .unsupportedVersion, 505),
        RefusalCase("version 1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", .unsupportedVersion, 505),
        RefusalCase("version 0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", .unsupportedVersion, 505),
    ]

    static let fields = [
        RefusalCase("space before the colon", get("X : a"), .spaceBeforeColon),
        RefusalCase("tab before the colon", get("X\t: a"), .spaceBeforeColon),
        RefusalCase("no colon", get("X"), .malformedField),
        RefusalCase("no name", get(": a"), .malformedField),
        RefusalCase("space inside a name", get("X Y: a"), .malformedField),
        RefusalCase("name beyond ASCII", get("É: a"), .malformedField),
        RefusalCase("folded with a space", get("X: a\r\n b"), .foldedField),
        RefusalCase("folded with a tab", get("X: a\r\n\tb: c"), .foldedField),
        RefusalCase("folded first line", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", .foldedField),
        RefusalCase("other expectation", post("Expect: 200-ok\r\nContent-Length: 1"), .unsupportedExpectation, 417),
    ]

    static let hosts = [
        RefusalCase("no Host", "GET / HTTP/1.1\r\n\r\n", .missingHost),
        RefusalCase("no Host beside an absolute target", "GET http://a/ HTTP/1.1\r\n\r\n", .missingHost),
        RefusalCase("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", .malformedHost),
        RefusalCase("blank Host", "GET / HTTP/1.1\r\nHost: \t \r\n\r\n", .malformedHost),
        RefusalCase("two equal Hosts", get("Host: a"), .repeatedHost),
        RefusalCase("two Hosts in 1.0", "GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", .repeatedHost),
        RefusalCase("two hosts in one", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", .malformedHost),
        RefusalCase("Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .malformedHost),
        RefusalCase("Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .malformedHost),
        RefusalCase("Host with letters for a port", "GET / HTTP/1.1\r\nHost: a:b\r\n\r\n", .malformedHost),
        RefusalCase("Host that is only a port", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n", .malformedHost),
        RefusalCase("Host with an open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", .malformedHost),
        RefusalCase("Host with empty brackets", "GET / HTTP/1.1\r\nHost: []\r\n\r\n", .malformedHost),
    ]

    static let framings = [
        RefusalCase("length with a plus", post("Content-Length: +5"), .malformedContentLength),
        RefusalCase("length with a minus", post("Content-Length: -5"), .malformedContentLength),
        RefusalCase("length with a space inside", post("Content-Length: 1 2"), .malformedContentLength),
        RefusalCase("length in letters", post("Content-Length: five"), .malformedContentLength),
        RefusalCase("length in hexadecimal", post("Content-Length: 0x5"), .malformedContentLength),
        RefusalCase("length with a fraction", post("Content-Length: 5.0"), .malformedContentLength),
        RefusalCase("empty length", post("Content-Length:"), .malformedContentLength),
        RefusalCase("length as a list", post("Content-Length: 5, 5"), .malformedContentLength),
        RefusalCase("length that overflows", post("Content-Length: 9223372036854775808"), .malformedContentLength),
        RefusalCase(
            "lengths that differ", post("Content-Length: 5\r\nContent-Length: 6"), .repeatedContentLength),
        RefusalCase("lengths that agree", post("Content-Length: 5\r\nContent-Length: 5"), .repeatedContentLength),
        RefusalCase(
            "length and coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
            .contentLengthWithTransferEncoding),
        RefusalCase(
            "coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n"),
            .contentLengthWithTransferEncoding),
        RefusalCase("coding gzip", post("Transfer-Encoding: gzip"), .unsupportedTransferCoding, 501),
        RefusalCase(
            "coding gzip, chunked", post("Transfer-Encoding: gzip, chunked"), .unsupportedTransferCoding, 501),
        RefusalCase(
            "coding chunked, identity", post("Transfer-Encoding: chunked, identity"), .unsupportedTransferCoding, 501),
        RefusalCase(
            "coding chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
            .unsupportedTransferCoding, 501),
        RefusalCase("coding almost chunked", post("Transfer-Encoding: xchunked"), .unsupportedTransferCoding, 501),
        RefusalCase("empty coding", post("Transfer-Encoding:"), .unsupportedTransferCoding, 501),
        RefusalCase(
            "coding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            .transferEncodingBeforeHTTP11),
    ]

    static let chunks = [
        RefusalCase("chunk of negative size", chunked("-5\r\nhello\r\n0\r\n\r\n"), .malformedChunk),
        RefusalCase("chunk with a plus", chunked("+5\r\nhello\r\n0\r\n\r\n"), .malformedChunk),
        RefusalCase("chunk with a prefix", chunked("0x5\r\nhello\r\n0\r\n\r\n"), .malformedChunk),
        RefusalCase("chunk that overflows", chunked("8000000000000000\r\n"), .malformedChunk),
        RefusalCase("chunk that overflows twice", chunked("10000000000000005\r\n"), .malformedChunk),
        RefusalCase("chunk not in hexadecimal", chunked("g\r\n"), .malformedChunk),
        RefusalCase("chunk without a size", chunked("\r\nhello\r\n"), .malformedChunk),
        RefusalCase("chunk of only an extension", chunked(";a=b\r\n"), .malformedChunk),
        RefusalCase("space before a chunk's size", chunked(" 5\r\nhello\r\n0\r\n\r\n"), .malformedChunk),
        RefusalCase("space after a chunk's size", chunked("5 \r\nhello\r\n0\r\n\r\n"), .malformedChunk),
        RefusalCase("chunk's size ended by LF", chunked("5\nhello\r\n0\r\n\r\n"), .bareLineFeed),
        RefusalCase("chunk's size ended by CR", chunked("5\rhello\r\n0\r\n\r\n"), .bareCarriageReturn),
        RefusalCase("chunk ended by LF", chunked("5\r\nhello\n0\r\n\r\n"), .bareLineFeed),
        RefusalCase("chunk longer than it says", chunked("5\r\nhello!\r\n0\r\n\r\n"), .malformedChunk),
        RefusalCase("extension with a bare LF", chunked("5;a\nb\r\nhello\r\n"), .bareLineFeed),
        RefusalCase("extension without a name", chunked("5;\r\nhello\r\n"), .malformedChunk),
        RefusalCase("extension without a value", chunked("5;a=\r\nhello\r\n"), .malformedChunk),
        RefusalCase("extension with an open quote", chunked("5;a=\"b\r\nhello\r\n"), .malformedChunk),
        RefusalCase("extension with a quote that escapes the end", chunked("5;a=\"b\\\r\nhello\r\n"), .malformedChunk),
        RefusalCase("extension with a quote in its name", chunked("5;a\"b\r\nhello\r\n"), .malformedChunk),
        RefusalCase("extension behind a closed quote", chunked("5;a=\"b\"c\r\nhello\r\n"), .malformedChunk),
        RefusalCase("extension beyond ASCII", chunked("5;é\r\nhello\r\n"), .malformedChunk),
        RefusalCase("extension with a blank behind it", chunked("5;a \r\nhello\r\n"), .malformedChunk),
        RefusalCase("extension without an end", chunked("5;" + String(repeating: "a", count: 300)), .malformedChunk),
        RefusalCase("trailer without a colon", chunked("0\r\nX\r\n\r\n"), .malformedField),
        RefusalCase("trailer ended by LF", chunked("0\r\nX: a\n\r\n"), .bareLineFeed),
    ]

    static let overLimits = [
        RefusalCase("target too long", "GET /" + String(repeating: "a", count: 20), .requestLineTooLong, 414, .tiny),
        RefusalCase("method too long", String(repeating: "A", count: 25), .requestLineTooLong, 414, .tiny),
        RefusalCase(
            "field too long", "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 22), .fieldTooLong, 431, .tiny),
        RefusalCase(
            "too many fields", "GET / HTTP/1.1\r\na:\r\nb:\r\nc:\r\nd:\r\n", .tooManyFields, 431, .tiny),
        RefusalCase(
            "head too large",
            "GET / HTTP/1.1\r\n" + String(repeating: "X: 345678901234567890\r\n", count: 3) + "X: 456789012",
            .headTooLarge, 431, ServerLimits.tiny.with(\.fields, 9)),
        RefusalCase("length over the limit", post("Content-Length: 9"), .bodyTooLarge, 413, .tiny),
        RefusalCase("chunk over the limit", chunked("9\r\n"), .bodyTooLarge, 413, .tiny.with(\.fieldLine, 40)),
        RefusalCase(
            "chunks over the limit", chunked("5\r\nhello\r\n4\r\n"), .bodyTooLarge, 413, .tiny.with(\.fieldLine, 40)),
        RefusalCase(
            "trailers too many", chunked("0\r\na:\r\nb:\r\nc:\r\nd:\r\n"), .tooManyFields, 431,
            .tiny.with(\.fieldLine, 40)),
    ]
}
