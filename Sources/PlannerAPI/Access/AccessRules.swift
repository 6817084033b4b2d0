/// Who is let in, and how often.
public struct AccessRules: Hashable, Sendable {
    /// Whether callers need a token, from the first one on that was ever made; before it everybody is let in, and the server
    /// must listen on loopback only.
    public var asksForTokens = true

    /// Requests a minute of one token; 0 for no limit.
    public var requestsPerMinuteOfToken = 6000

    /// Requests a minute of one address; 0 for no limit.
    ///
    /// Neither limit holds while no token was ever made.
    public var requestsPerMinuteOfAddress = 12000

    /// Addresses whose `X-Forwarded-For` is believed.
    public var trustedProxies: Set<String> = []

    /// Origins of web pages that may call, such as `https://dashboard.example`.
    public var allowedOrigins: Set<String> = []

    /// The rules of a server that asks for tokens.
    public init() {}

    /// Rules that let everybody do everything.
    public static var everybody: AccessRules {
        var rules = AccessRules()
        rules.asksForTokens = false
        rules.requestsPerMinuteOfToken = 0
        rules.requestsPerMinuteOfAddress = 0
        return rules
    }
}
