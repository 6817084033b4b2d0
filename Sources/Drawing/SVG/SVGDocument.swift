/// Writes elements down as a document of SVG, painted for one theme or for the reader's.
struct SVGDocument {
    private let theme: Theme?
    private var text = ""
    private var fills: Set<Paint> = []
    private var strokes: Set<Paint> = []

    /// The document of `root`.
    ///
    /// What is painted has the colours of the light theme, or of the dark one where `theme` is that. Without one it
    /// has classes too, and a style sheet with the dark colours for readers who prefer them.
    static func text(_ root: Element, theme: Theme?) -> String {
        var document = SVGDocument(theme: theme)
        document.write(root)
        guard theme == nil, let end = document.text.firstIndex(of: ">") else { return document.text + "\n" }
        let start = document.text.index(after: end)
        return document.text[..<start] + document.styleSheet + document.text[start...] + "\n"
    }

    private init(theme: Theme?) { self.theme = theme }

    private mutating func write(_ element: Element) {
        text += "<\(element.name)"
        for (name, value) in element.attributes { write(name, value) }
        if let fill = element.fill { write("fill", color(fill)) }
        if let stroke = element.stroke { write("stroke", color(stroke)) }
        let classes = classes(element)
        if !classes.isEmpty { write("class", classes.joined(separator: " ")) }
        guard !element.content.isEmpty else {
            text += "/>"
            return
        }
        text += ">"
        for content in element.content {
            switch content {
            case .element(let element): write(element)
            case .text(let words): text += words.escaped
            }
        }
        text += "</\(element.name)>"
    }

    private mutating func write(_ name: String, _ value: String) { text += " \(name)=\"\(value.escaped)\"" }

    private func color(_ paint: Paint) -> String { (theme == .dark ? paint.dark : paint.light).text }

    private mutating func classes(_ element: Element) -> [String] {
        guard theme == nil else { return [] }
        let fill = element.fill.flatMap { $0.light == $0.dark ? nil : $0 }
        let stroke = element.stroke.flatMap { $0.light == $0.dark ? nil : $0 }
        if let fill { fills.insert(fill) }
        if let stroke { strokes.insert(stroke) }
        return [fill.map { "f-\($0.name)" }, stroke.map { "s-\($0.name)" }].compactMap { $0 }
    }

    private var styleSheet: String {
        func rules(_ paints: Set<Paint>, _ prefix: String, _ property: String) -> String {
            paints.sorted { $0.name < $1.name }
                .map { ".\(prefix)-\($0.name){\(property):\($0.dark.text)}" }.joined()
        }
        let dark = rules(fills, "f", "fill") + rules(strokes, "s", "stroke")
        return "<style>@media (prefers-color-scheme:dark){\(dark)}</style>"
    }
}

extension String {
    /// The text as XML 1.0 may hold it, in content and in attributes; what it may not hold at all is U+FFFD.
    fileprivate var escaped: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "'": text += "&#39;"
            case "\t", "\n", "\r": text += "&#\(scalar.value);"
            case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": text += "\u{FFFD}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
