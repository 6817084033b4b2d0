import Synchronization

/// A conversation, the socket it is held on, and what is known of that socket.
///
/// Unchecked, because the compiler cannot see what the ownership protects: each variable is touched only by the
/// thread that ``ownership`` says has the connection, and it changes hands by an exchange that acquires and releases.
final class Connection: @unchecked Sendable {
    /// What a thread is to do for a connection that is queued or running.
    enum Work: Sendable {
        case request(ReceivedRequest, id: String, since: Instant)
        case piece(OutgoingStream)
    }

    /// Its name in reports; never used twice.
    let token: UInt64

    let socket: StreamSocket
    let peer: SocketAddress
    let ownership = Ownership(.owned)

    /// The conversation's deadline in nanoseconds of the ``Alarm``, for those who do not own the connection.
    let publishedDeadline = Atomic(Int64.max)

    var conversation: Conversation
    var work: Work?

    /// How long what it has to run may take; as it is queued so it runs.
    var kind = WorkGate.Kind.short

    /// What the request under way is called, once it is whole.
    var requestID: String?

    /// Whether bytes, or the end, may wait to be read.
    var mayHaveInput = true

    /// Whether only an empty read shows that nothing more waits.
    ///
    /// Else a read that is short does, and saves the empty one; but an end that came with the bytes makes no event of
    /// its own.
    var readsUntilEmpty = false

    /// Whether the system took no more, and has not said since that it would.
    var isBlocked = false

    /// Whether the system has been asked to say so.
    var awaitsRoom = false

    /// How many of the conversation's held bytes are counted against the server's limit.
    var countedBytes = 0

    /// Begins with the caller as owner.
    init(token: UInt64, socket: StreamSocket, peer: SocketAddress, conversation: Conversation) {
        self.token = token
        self.socket = socket
        self.peer = peer
        self.conversation = conversation
    }

    /// Takes note of an event whose report was lost on its way to the owner.
    func lookAgain() {
        mayHaveInput = true
        readsUntilEmpty = true
        isBlocked = false
    }

    /// Takes note of an event.
    func look(_ report: Epoll.Report) {
        mayHaveInput = true
        readsUntilEmpty = report.isEnding
        isBlocked = false
    }
}
