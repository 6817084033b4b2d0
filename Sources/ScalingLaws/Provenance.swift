/// How a set was fitted: what makes it again.
public struct Provenance: Hashable, Sendable {
    /// The study that its runs belong to.
    public let study: String
    /// The filter by which runs of the study were chosen, as it was written; empty for all of them.
    public let filter: String
    /// How many runs were fitted.
    public let runs: Int
    /// SHA-256 of the runs' data, 64 hexadecimal digits in lower case.
    public let dataDigest: String
    /// The options of the fit as canonical JSON: names in order, no spaces, shortest digits.
    public let options: String
    /// The seed of all that was drawn.
    public let seed: UInt64
    /// The version of the program that fitted it.
    public let programVersion: String

    /// Makes a provenance; there is at least one run, and `dataDigest` is as its property says.
    public init(
        study: String, filter: String, runs: Int, dataDigest: String, options: String, seed: UInt64,
        programVersion: String
    ) {
        precondition(runs >= 1, "a law is fitted to runs")
        precondition(Self.isDigest(dataDigest), "a digest is 64 hexadecimal digits in lower case")
        self.study = study
        self.filter = filter
        self.runs = runs
        self.dataDigest = dataDigest
        self.options = options
        self.seed = seed
        self.programVersion = programVersion
    }

    /// Whether `text` is the form of a SHA-256 digest: 64 hexadecimal digits in lower case.
    public static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
