/// How long anything may take; each runs from its start to its end, and no byte on the way winds it back.
public struct ServerDeadlines: Hashable, Sendable {
    /// From accepting, or from a later request's first byte, to the end of the head; then 408 and a close, or just
    /// the close where nothing at all has come.
    public var head = Duration.seconds(10)

    /// From the end of the head to the end of the body; then 408 and a close.
    ///
    /// The time begins anew whenever as much has come as ``minimumRate`` makes in all of it, for large imports.
    public var body = Duration.seconds(20)

    /// From a whole request to its answer, or from one piece of a streamed answer to the next; then 503 and a close,
    /// or just the close in the middle of an answer.
    public var handler = Duration.seconds(60)

    /// The same for a request that may take long, such as an import.
    public var longHandler = Duration.seconds(600)

    /// From an answer's end to the first byte of the next request; then a close.
    public var idle = Duration.seconds(60)

    /// From the start of an answer, or of a piece of one, to its last byte taken by the system; then a close.
    ///
    /// The time begins anew whenever as much is taken as ``minimumRate`` makes in all of it, for large answers.
    public var write = Duration.seconds(20)

    /// Bytes a second, above 0, that a body or an answer which takes longer than its deadline must keep up.
    public var minimumRate = 64 * 1024

    /// How long what a client still sends is read and thrown away after the last answer on a connection, so that
    /// the answer is not lost to a reset (RFC 9112, section 9.6).
    public var linger = Duration.seconds(2)

    /// How long, after ``HTTPServer/shutdown()``, an idle client has to close its side after the server has.
    ///
    /// A request that crosses the server's end on its way is then dropped, which a client may repeat, and not met
    /// with a reset, which could take the answer before it along.
    public var farewell = Duration.milliseconds(250)

    /// From ``HTTPServer/shutdown()`` until whatever is not yet finished is cut.
    public var drain = Duration.seconds(10)

    /// Makes the deadlines of the defaults.
    public init() {}

    func checkRanges() {
        let all = [head, body, handler, longHandler, idle, write, linger, farewell, drain]
        precondition(all.allSatisfy { $0 > .zero }, "every deadline must be above zero")
        precondition(minimumRate > 0, "the minimum rate must be above zero")
    }

    /// The bytes that a transfer at the minimum rate moves in `deadline`.
    func quota(in deadline: Duration) -> Int {
        Int(min(max(1, deadline / .seconds(1) * Double(minimumRate)), 1e15))
    }
}
