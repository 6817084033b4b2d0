/// Why a server could not start, as facts.
public struct StartError: Error, Hashable, Sendable {
    /// What kind of failure it was.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Somebody else listens on this address and port.
        case addressInUse = "address-in-use"

        /// The port is reserved for a privileged user.
        case permissionDenied = "permission-denied"

        /// The host is an address, but not one of this machine.
        case addressNotAvailable = "address-not-available"

        /// The host is neither an address nor a name that can be resolved.
        case unknownHost = "unknown-host"

        /// The system refused for want of descriptors, of memory, or for another reason that the code tells.
        case systemRefused = "system-refused"
    }

    /// What kind of failure it was.
    public var reason: Reason

    /// The system's number for it: of `getaddrinfo` with `unknownHost`, else `errno`.
    public var code: Int32

    /// The host that was to be listened on.
    public var host: String

    /// The port that was to be listened on.
    public var port: Int

    /// Makes the error from its facts.
    public init(reason: Reason, code: Int32, host: String, port: Int) {
        self.reason = reason
        self.code = code
        self.host = host
        self.port = port
    }
}
