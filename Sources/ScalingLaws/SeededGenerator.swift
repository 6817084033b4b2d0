/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers from the same seed, everywhere.
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    /// Starts the sequence of `seed`.
    package init(seed: UInt64) { state = seed }

    /// Starts the sequence of the `stream`-th of many that have one seed in common.
    package init(seed: UInt64, stream: UInt64) {
        var seeds = SeededGenerator(seed: seed)
        let start = seeds.next()
        var streams = SeededGenerator(seed: start ^ (stream &* 0xD134_2543_DE82_EF95))
        state = streams.next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
