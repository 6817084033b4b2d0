import HTTPServer
import HTTPTypes

/// The ways in which an answer may be written down, the preferred one first.
protocol ContentFormat: RawRepresentable, CaseIterable where RawValue == String, AllCases == [Self] {
    /// The media type that an answer in this format has.
    var mediaType: String { get }
}

extension Call {
    /// The format that `?format=` names, else the one that `Accept` prefers, else the first.
    ///
    /// - Throws: ``Problem`` 422 for a name that is none.
    func format<Format: ContentFormat>(_ type: Format.Type) throws -> Format {
        guard let name = query["format"] else {
            return Format.accepted(request.head.headerFields[.accept] ?? "")
        }
        guard let format = Format(rawValue: name) else {
            let known = Format.allCases.map(\.rawValue)
            throw Problem(Faults([Fault(query: "format", .unknownName(text: name, known: known))]))
        }
        return format
    }
}

extension ContentFormat {
    /// The one of these whose media type `accept` gives the greatest weight, the first where several have it.
    fileprivate static func accepted(_ accept: String) -> Self {
        var best: (format: Self, weight: Double) = (allCases[0], 0)
        for item in accept.split(separator: ",") {
            let parts = item.split(separator: ";").map { $0.trimmingSpaces.lowercased() }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            let format = allCases.first { $0.matches(parts.first ?? "") }
            if let format, weight > best.weight { best = (format, weight) }
        }
        return best.format
    }

    /// Whether a media range of `Accept`, such as `text/*`, takes this format.
    private func matches(_ range: String) -> Bool {
        let type = mediaType.prefix { $0 != ";" }
        return range == type || range == "*/*" || range == type.prefix { $0 != "/" } + "/*"
    }
}
