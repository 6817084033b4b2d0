import Synchronization

/// One of the threads that serve: it waits for an event, moves the bytes of one connection, and runs its handler.
///
/// Handlers run where their request was read, because handing each to another thread costs more than most of them
/// take. The ``WorkGate`` sees to it that one thread is always left that runs none.
final class ServingThread {
    /// How many things are done for a connection in a row before others have their turn.
    ///
    /// So many plans, for a client that pipelines them, are a third of a millisecond.
    private static let patience = 8

    private let engine: Engine
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    private var now: Instant

    /// The slot that we have, if any.
    private var slot: WorkGate.Kind?

    /// A connection that came out of the queue with our slot, to be run next.
    private var next: Connection?

    /// Whether a handler of ours took so long that another thread has taken our place.
    private var isReplaced = false

    init(_ engine: Engine) {
        self.engine = engine
        now = engine.clock.now()
    }

    /// Serves until the server has ended.
    ///
    /// - Parameter connection: a connection from the queue, to begin with; it comes with a slot.
    func run(_ connection: Connection?) {
        next = connection
        slot = connection?.kind
        while !isReplaced && !engine.isOver {
            if let connection = next {
                next = nil
                perform(connection).map { attend(connection, $0) }
            } else {
                handle(engine.epoll.wait())
            }
            if let slot, next == nil && !isReplaced { take(engine.gate.leave(slot)) }
        }
    }

    private func handle(_ report: Epoll.Report) {
        now = engine.clock.now()
        switch report.token {
        case Engine.Token.listener: accept()
        case Engine.Token.alarm: expire()
        case Engine.Token.shutdown: drain()
        case Engine.Token.end: break
        default:
            guard let connection = engine.connections[report.token], connection.ownership.takeOrNotice() else { return }
            connection.look(report)
            attend(connection)
        }
    }

    private func accept() {
        let outcome = engine.acceptor.accept(count: { engine.connections.count }) { engine.open($0, $1, now: now) }
        if case .paused(let delay?) = outcome { engine.alarm.note(engine.alarm.nanoseconds(now + delay)) }
    }

    // MARK: One connection

    /// Does what a connection asks for until it has to wait; the caller owns it, and no more when this returns.
    private func attend(_ connection: Connection, _ first: Conversation.Step = .wait) {
        var step = first
        var patience = Self.patience
        while !engine.isOver {
            if engine.isDraining { connection.conversation.drain() }
            switch step {
            case .wait:
                patience -= 1
                guard patience > 0 else { return engine.postpone(connection) }
                if let next = move(connection) ?? connection.conversation.takeLeave(now: now) {
                    step = next
                } else if engine.release(connection) {
                    return
                } else {
                    connection.lookAgain()
                }
            case .run, .pull:
                guard let answered = start(step, on: connection) else { return }
                step = answered
            case .refuse(let refusal):
                refuse(refusal, on: connection)
                step = .wait
            case .endWriting:
                connection.socket.endWriting()
                step = .wait
            case .close:
                return engine.close(connection)
            }
        }
        engine.close(connection)
    }

    /// Writes or reads what can be; nil where nothing can.
    private func move(_ connection: Connection) -> Conversation.Step? {
        if !connection.conversation.output.isEmpty && !connection.isBlocked {
            if let step = write(connection) { return step }
        }
        guard connection.conversation.wantsInput && connection.mayHaveInput else { return nil }
        return read(connection)
    }

    private func write(_ connection: Connection) -> Conversation.Step? {
        switch connection.socket.send(connection.conversation.output) {
        case .bytes(let count):
            engine.tally.bytesSent.add(count)
            return connection.conversation.sent(count, now: now)
        case .ended:
            return .close
        case .wouldBlock:
            connection.isBlocked = true
            guard !connection.awaitsRoom else { return nil }
            connection.awaitsRoom = true
            let descriptor = connection.socket.descriptor
            let isWatched = (try? engine.epoll.modify(descriptor, token: connection.token, .onInputAndRoom)) != nil
            return isWatched ? nil : .close
        }
    }

    private func read(_ connection: Connection) -> Conversation.Step {
        switch connection.socket.receive(into: &buffer) {
        case .bytes(let count):
            engine.tally.bytesReceived.add(count)
            connection.mayHaveInput = count == buffer.count || connection.readsUntilEmpty
            let step = connection.conversation.receive(buffer[..<count], now: now)
            let hasRoom = engine.count(connection.conversation.heldBytes, heldBy: connection)
            return hasRoom || step != .wait ? step : connection.conversation.shed(now: now)
        case .wouldBlock:
            connection.mayHaveInput = false
            return .wait
        case .ended:
            return .close
        }
    }

    private func refuse(_ refusal: Refusal, on connection: Connection) {
        let answer = engine.responder.refuse(
            refusal, connection.conversation.method, id: connection.requestID, peer: connection.peer)
        connection.requestID = nil
        connection.conversation.answer(answer, now: now)
        engine.count(0, heldBy: connection)
    }

    // MARK: Handlers

    /// Has a handler or a stream run; nil where the connection is no longer ours when this returns.
    private func start(_ step: Conversation.Step, on connection: Connection) -> Conversation.Step? {
        if case .run(let request) = step {
            engine.tally.requests.add(1)
            let id = engine.responder.makeRequestID()
            connection.requestID = id
            connection.work = .request(request, id: id, since: now)
            connection.kind = engine.mayTakeLong(request.head.request) ? .long : .short
            if connection.kind == .long { connection.conversation.takeTime(now: now) }
        } else if let stream = connection.conversation.stream {
            connection.work = .piece(stream)
            connection.kind = .short
        }
        engine.publishDeadline(of: connection)
        // Before anybody can find it in the queue.
        guard connection.ownership.move(from: .owned, to: .queued) else { return nil }
        if let slot {
            take(engine.gate.swap(connection, slot))
            guard next === connection else { return nil }
            next = nil
            return perform(connection)
        }
        switch engine.gate.enter(connection) {
        case .queued:
            return nil
        case .full:
            guard connection.ownership.move(from: .queued, to: .owned) else { return nil }
            return refused(step, connection)
        case .run:
            slot = connection.kind
            return perform(connection)
        }
    }

    /// Takes what came out of the gate, with its slot.
    private func take(_ connection: Connection?) {
        next = connection
        slot = connection?.kind
    }

    /// What to do where the queue has no place: a stream that has begun is not refused, it waits.
    private func refused(_ step: Conversation.Step, _ connection: Connection) -> Conversation.Step {
        connection.work = nil
        guard step == .pull else { return .refuse(.tooBusy) }
        return connection.conversation.take(.pause(.milliseconds(100)), now: now)
    }

    /// Runs what a queued connection has to run; nil where it is taken away meanwhile.
    private func perform(_ connection: Connection) -> Conversation.Step? {
        guard connection.ownership.move(from: .queued, to: .running) else { return nil }
        guard let work = connection.work.take() else {
            preconditionFailure("a connection was queued that has nothing to run")
        }
        switch work {
        case .request(let request, let id, let since):
            let answer = engine.responder.answer(request, id: id, from: connection.peer, since: since)
            guard takeBack(connection) else { return nil }
            connection.requestID = nil
            connection.conversation.answer(answer, now: now)
            engine.count(0, heldBy: connection)
            return .wait
        case .piece(let stream):
            let piece = engine.responder.piece(of: stream)
            guard takeBack(connection) else { return nil }
            if piece == .end, let stream = connection.conversation.stream {
                engine.responder.end(stream, isComplete: true)
            }
            return piece.map { connection.conversation.take($0, now: now) } ?? .close
        }
    }

    private func takeBack(_ connection: Connection) -> Bool {
        now = engine.clock.now()
        isReplaced = !connection.ownership.move(from: .running, to: .owned)
        return !isReplaced
    }

    // MARK: All connections

    /// Ends what has passed its deadline.
    ///
    /// It looks at every connection, but only when some deadline has come: a few microseconds a second for
    /// thousands of connections, and no order to be kept while requests come and go.
    private func expire() {
        engine.alarm.reset()
        try? engine.epoll.modify(engine.alarm.descriptor, token: Engine.Token.alarm, .onceReadable)
        let time = engine.alarm.nanoseconds(now)
        engine.finishIfDue(now: time)
        engine.acceptor.resume()
        var earliest = Int64.max
        var pausing: Connection?
        for connection in engine.connections.all {
            let deadline = connection.publishedDeadline.load(ordering: .acquiring)
            if deadline > time {
                earliest = min(earliest, deadline)
            } else if takeOverdue(connection) {
                guard connection.conversation.isPausing else {
                    attend(connection, connection.conversation.expire(now: now))
                    continue
                }
                // Its stream may take long, so it is the last, and a second one is left to the next thread.
                guard pausing != nil else {
                    pausing = connection
                    continue
                }
                earliest = time
                if !engine.release(connection) { engine.postpone(connection) }
            }
        }
        engine.alarm.note(earliest)
        if let pausing { attend(pausing, pausing.conversation.expire(now: now)) }
    }

    /// Takes a connection whose deadline has passed from whoever has it; false where a thread has it in hand, which
    /// then sets its next deadline.
    private func takeOverdue(_ connection: Connection) -> Bool {
        if connection.ownership.move(from: .free, to: .owned) { return true }
        if connection.ownership.move(from: .queued, to: .owned) {
            engine.gate.forget(connection)
            return true
        }
        guard connection.ownership.move(from: .running, to: .owned) else { return false }
        engine.responder.reportOvertaken(connection.requestID ?? connection.conversation.stream?.record.id)
        engine.startThread(with: engine.gate.leave(connection.kind))
        return true
    }

    /// Begins to stop: nobody new is taken, and all who are there learn of it.
    private func drain() {
        engine.beginDraining(now: now)
        // Each is reported to some thread, which reads what has come before it takes leave.
        for connection in engine.connections.all where connection.ownership.takeOrNotice() {
            engine.postpone(connection)
        }
    }
}
