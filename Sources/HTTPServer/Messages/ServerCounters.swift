/// What a server has done since it was made, for whoever watches it.
///
/// Read while it serves, the numbers are each right but not of one instant.
public struct ServerCounters: Hashable, Sendable {
    /// Connections that were accepted.
    public var connectionsAccepted: Int

    /// Connections that are open at present.
    public var connectionsOpen: Int

    /// Requests that came whole, refused ones left out.
    public var requests: Int

    /// Bytes read from clients.
    public var bytesReceived: Int

    /// Bytes that the system took for clients.
    public var bytesSent: Int

    /// How often each refusal was answered; a kind that never was is not there.
    public var refusals: [Refusal: Int]

    /// States the numbers of a server.
    public init(
        connectionsAccepted: Int, connectionsOpen: Int, requests: Int, bytesReceived: Int, bytesSent: Int,
        refusals: [Refusal: Int]
    ) {
        self.connectionsAccepted = connectionsAccepted
        self.connectionsOpen = connectionsOpen
        self.requests = requests
        self.bytesReceived = bytesReceived
        self.bytesSent = bytesSent
        self.refusals = refusals
    }
}
