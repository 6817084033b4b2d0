import CEpoll
import Foundation

/// Where other threads leave word for the loop, and wake it.
final class Mailbox: Sendable {
    enum Message: Sendable {
        /// An answer is ready for the connection with this token.
        case answer(Answer, token: UInt64)

        case shutdown
    }

    /// Readable while there is something to collect.
    ///
    /// It lives as long as anybody who could post.
    let descriptor: Int32

    private let messages = Guarded<[Message]>([])

    init() throws(SystemError) {
        descriptor = try checked(eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC)))
    }

    deinit {
        close(descriptor)
    }

    /// Leaves a message; for any thread.
    func post(_ message: Message) {
        let isFirst = messages.withLock { messages in
            messages.append(message)
            return messages.count == 1
        }
        // Whoever collects takes all, so only the first has to wake.
        if isFirst { eventfd_write(descriptor, 1) }
    }

    /// Takes all messages, in the order of their coming.
    func collect() -> [Message] {
        // In this order a message that comes in between wakes once too often rather than never.
        var count: eventfd_t = 0
        eventfd_read(descriptor, &count)
        return messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}
