import Store
import Testing

@Suite struct `Pages of saved plans` {
    @Test func `are empty where nothing is kept`() throws {
        let page = try PlannerStore().plans(before: nil, limit: 10)
        #expect(page.items.isEmpty && page.next == nil && page.total == 0)
    }

    /// 7 plans: pages that do not fill, fill exactly, and divide the list.
    @Test(arguments: [1, 2, 3, 6, 7, 8, 500]) func `give every plan once, the newest first`(limit: Int) throws {
        let store = try store(of: 7)
        var found: [SavedPlan] = []
        var position: Int64?
        for _ in 1...7 {
            let page = try store.plans(before: position, limit: limit)
            #expect(page.total == 7)
            #expect((1...limit).contains(page.items.count))
            #expect(page.next == nil || page.items.count == limit)
            found += page.items
            position = page.next
            if position == nil { break }
        }
        #expect(position == nil)
        #expect(found == (0..<7).reversed().map { SavedPlan.sample("p\($0)") })
    }

    @Test func `stay as they were when plans come in between`() throws {
        let store = try store(of: 4)
        let first = try store.plans(before: nil, limit: 2)
        try store.save(.sample("late"))
        let second = try store.plans(before: first.next, limit: 2)
        #expect(first.items.map(\.id) == ["p3", "p2"])
        #expect(second.items.map(\.id) == ["p1", "p0"])
        #expect(second.next == nil)
        #expect(second.total == 5)
    }

    @Test func `end before the first plan`() throws {
        let page = try store(of: 3).plans(before: 1, limit: 2)
        #expect(page.items.isEmpty && page.next == nil && page.total == 3)
    }

    private func store(of count: Int) throws -> PlannerStore {
        let store = try PlannerStore()
        for number in 0..<count { try store.save(.sample("p\(number)")) }
        return store
    }
}
