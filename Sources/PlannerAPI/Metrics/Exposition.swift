/// Prometheus' text format, version 0.0.4: families of samples, each family once and with its help.
struct Exposition {
    /// The media type.
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// What a family of samples is.
    enum Kind: String {
        case counter
        case gauge
        case histogram
    }

    /// A label's name and value.
    typealias Labels = KeyValuePairs<String, String>

    private(set) var bytes: [UInt8] = []

    /// A family: its help, its type, and the samples that `write` adds.
    mutating func family(_ name: String, _ kind: Kind, _ help: String, _ write: (inout Samples) -> Void) {
        line("# HELP \(name) \(help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))")
        line("# TYPE \(name) \(kind.rawValue)")
        var samples = Samples(name: name)
        write(&samples)
        bytes += samples.text.utf8
    }

    /// A family of one sample without labels.
    mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        family(name, kind, help) { $0.add([:], value) }
    }

    private mutating func line(_ text: String) {
        bytes += text.utf8
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The samples of one family.
    struct Samples {
        fileprivate let name: String
        fileprivate var text = ""

        /// Adds a sample.
        mutating func add(_ labels: Labels, _ value: Double) { add("", labels, value) }

        /// Adds a sample that is a whole number.
        mutating func add(_ labels: Labels, _ value: Int) { add("", labels, Double(value)) }

        /// Adds the buckets, the sum and the count of a histogram.
        mutating func add(_ labels: Labels, _ histogram: Histogram) {
            let found = histogram.snapshot
            for (bound, count) in zip(histogram.bounds, found.cumulative) {
                add("_bucket", labels, Double(count), ("le", Self.text(of: bound)))
            }
            add("_bucket", labels, Double(found.count), ("le", "+Inf"))
            add("_sum", labels, found.sum)
            add("_count", labels, Double(found.count))
        }

        private mutating func add(
            _ suffix: String, _ labels: Labels, _ value: Double, _ last: (String, String)? = nil
        ) {
            let pairs = (labels.map { ($0.key, $0.value) } + [last].compactMap { $0 })
                .map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
            text += name + suffix + (pairs.isEmpty ? "" : "{\(pairs)}") + " \(Self.text(of: value))\n"
        }

        private static func escaped(_ value: String) -> String {
            value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
        }

        /// The shortest number that reads back as `value`; whole ones as such.
        private static func text(of value: Double) -> String {
            Int(exactly: value).map { String($0) } ?? "\(value)"
        }
    }
}
