/// A conversation, the socket it is held on, and what the system watches that socket for.
///
/// Confined to the loop's thread.
final class Connection {
    /// Its name in reports and in mail.
    let token: UInt64

    let socket: StreamSocket
    let peer: SocketAddress
    var conversation: Conversation

    /// What the system was last told to report.
    var watched: Epoll.Interest

    init(token: UInt64, socket: StreamSocket, peer: SocketAddress, conversation: Conversation) {
        self.token = token
        self.socket = socket
        self.peer = peer
        self.conversation = conversation
        watched = .reading
    }

    /// What the conversation waits for.
    var interest: Epoll.Interest {
        var interest: Epoll.Interest = []
        if conversation.wantsInput { interest.insert(.reading) }
        if !conversation.output.isEmpty { interest.insert(.writing) }
        return interest
    }
}
