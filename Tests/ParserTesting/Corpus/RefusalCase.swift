package import HTTPServer

/// Bytes that must be refused, how, and nothing before it: at most a `bodyFollows`.
package struct RefusalCase: Sendable {
    package let name: String
    package let bytes: [UInt8]
    package let refusal: Refusal
    package let status: Int
    package var limits = ServerLimits()

    init(_ name: String, _ text: String, _ refusal: Refusal, _ status: Int = 400, _ limits: ServerLimits = .init()) {
        self.init(name, Array(text.utf8), refusal, status, limits)
    }

    init(_ name: String, _ bytes: [UInt8], _ refusal: Refusal, _ status: Int = 400, _ limits: ServerLimits = .init()) {
        self.name = name
        self.bytes = bytes
        self.refusal = refusal
        self.status = status
        self.limits = limits
    }

    package static let all = lines + requestLines + fields + hosts + framings + chunks + overLimits
}

extension ServerLimits {
    /// Limits that short messages can pass.
    package static let tiny = {
        var limits = ServerLimits()
        limits.requestLine = 24
        limits.fieldLine = 24
        limits.head = 96
        limits.fields = 3
        limits.body = 8
        return limits
    }()

    /// A copy in which one limit is another.
    package func with(_ limit: WritableKeyPath<ServerLimits, Int>, _ value: Int) -> ServerLimits {
        var limits = self
        limits[keyPath: limit] = value
        return limits
    }
}
