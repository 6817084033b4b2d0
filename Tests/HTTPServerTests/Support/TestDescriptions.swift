import ParserTesting
import Testing

extension RefusalCase: CustomTestStringConvertible {
    /// The name.
    public var testDescription: String { name }
}

extension AcceptedMessage: CustomTestStringConvertible {
    /// The name.
    public var testDescription: String { name }
}
