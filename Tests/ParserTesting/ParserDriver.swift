package import HTTPServer

/// Feeds the pieces in turn and lists the events, `needsMore` left out; nothing is fed after a refusal.
package func events(
    of pieces: [ArraySlice<UInt8>], limits: ServerLimits = ServerLimits()
) -> [RequestParser.Event] {
    var parser = RequestParser(limits: limits)
    var events: [RequestParser.Event] = []
    for piece in pieces {
        var input = piece
        while true {
            let event = parser.next(&input)
            if event == .needsMore { break }
            events.append(event)
            if case .refused = event { return events }
        }
    }
    return events
}

package func events(of text: String, limits: ServerLimits = ServerLimits()) -> [RequestParser.Event] {
    events(of: [ArraySlice(text.utf8)], limits: limits)
}

/// The requests among the events.
package func requests(of text: String, limits: ServerLimits = ServerLimits()) -> [ReceivedRequest] {
    events(of: text, limits: limits).compactMap { event in
        guard case .request(let request) = event else { return nil }
        return request
    }
}
