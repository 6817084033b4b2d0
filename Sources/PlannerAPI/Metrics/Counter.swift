import Synchronization

/// A number that any thread adds to, or takes from; an object, so that many of them may stand in an array.
final class Counter: Sendable {
    private let number = Atomic(0)

    var value: Int { number.load(ordering: .relaxed) }

    func add(_ change: Int = 1) { number.wrappingAdd(change, ordering: .relaxed) }
}
