import HTTPTypes

extension HTTPField.Name {
    /// Link, RFC 8288.
    static let link = named("Link")
    /// Which limits there are, draft-ietf-httpapi-ratelimit-headers-10.
    static let rateLimitPolicy = named("RateLimit-Policy")
    /// What is left of them, in the same draft.
    static let rateLimit = named("RateLimit")
    /// What a client calls a write, draft-ietf-httpapi-idempotency-key-header-07.
    static let idempotencyKey = named("Idempotency-Key")
    /// A digest of the whole content, RFC 9530.
    static let reprDigest = named("Repr-Digest")
    /// Whether an answer was given before.
    static let idempotencyReplayed = named("Idempotency-Replayed")
    /// Referrer-Policy, https://www.w3.org/TR/referrer-policy.
    static let referrerPolicy = named("Referrer-Policy")

    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a token") }
        return name
    }
}

extension HTTPResponse.Status {
    /// RFC 4918, section 11.5.
    static let insufficientStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}
