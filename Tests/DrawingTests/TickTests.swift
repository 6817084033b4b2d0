import Testing

@testable import Drawing

@Suite struct `The ticks of an axis` {
    @Test func `are round`() { #expect(Ticks.linear(0...1, most: 5) == [0, 0.2, 0.4, 0.6, 0.8, 1]) }
}
