import ScalingLaws
import TestSupport
import Testing

@testable import Planning

@Suite struct `Kept logits` {
    private func storage(
        vocabulary: Double = 32768, tokens: Double = 1e11, students: Int = 1, epochs: Double = 1
    ) throws -> LogitsStorage {
        try LogitsStorage(
            vocabularyEntries: vocabulary, studentTokens: tokens, teacherFLOPsPerToken: 6e9, students: students,
            epochs: epochs)
    }

    @Test func `in full are four bytes an entry`() throws {
        let storage = try storage()
        #expect(storage.full == KeptLogits(top: nil, bytesPerToken: 131_072))
        #expect(storage.bytes(storage.full) == 1.31072e16)
        #expect(storage.full.penalties == [])
    }

    /// The paper says about 129 kB.
    @Test func `in full take what the paper says`() throws {
        #expect(relativeError(try storage().full.bytesPerToken, 129e3) < 0.02)
    }

    @Test(arguments: [(32768.0, 6.0), (65536, 6), (65537, 8), (256_000, 8)])
    func `of the top take a logit and the least number that counts the vocabulary`(
        vocabulary: Double, bytes: Double
    ) throws {
        let storage = try storage(vocabulary: vocabulary)
        #expect(storage.top.map(\.top) == [32, 64, 128])
        #expect(storage.top.map(\.bytesPerToken) == [32 * bytes, 64 * bytes, 128 * bytes])
        #expect(storage.top.map(storage.bytes) == [32e11 * bytes, 64e11 * bytes, 128e11 * bytes])
    }

    @Test(arguments: [(1.0, 0), (32, 0), (33, 1), (64, 1), (65, 2), (128, 2), (129, 3)])
    func `of the top are fewer than all`(vocabulary: Double, count: Int) throws {
        #expect(try storage(vocabulary: vocabulary).top.map(\.top) == Array([32, 64, 128].prefix(count)))
    }

    @Test func `carry what the paper measured, at 128 alone`() throws {
        let top = try storage().top
        #expect(top[0].penalties == [] && top[1].penalties == [])
        #expect(top[2].penalties.map(\.distillationWeight) == [1, 0.7])
        #expect(top[2].penalties.map(\.lossNats) == [0.11, 0.01])
    }

    /// 6e9 FLOPs a token, over 768 bytes: 7 812 500 FLOPs for each.
    @Test func `save arithmetic by the byte`() throws {
        let storage = try storage()
        #expect(storage.recomputeFLOPsPerByte(storage.top[2]) == 7_812_500)
        #expect(storage.recomputeFLOPsPerByte(storage.full) == 45_776.3671875)
    }

    @Test func `that are read once save nothing`() throws {
        let storage = try storage()
        #expect(storage.reads == 1 && storage.computeFLOPs == 6e20 && storage.flopsSavedByKeeping == 0)
    }

    @Test func `save every reading after the first`() throws {
        #expect(try storage(students: 5).flopsSavedByKeeping == 4 * 6e20)
        #expect(try storage(students: 5).bytesInFull == 1.31072e16)
    }

    /// Four passes over a quarter of the tokens: a quarter to compute and to keep, and three quarters saved.
    @Test func `of repeated tokens are kept once`() throws {
        let storage = try storage(epochs: 4)
        #expect(storage.distinctTokens == 2.5e10 && storage.reads == 4)
        #expect(storage.computeFLOPs == 1.5e20 && storage.flopsSavedByKeeping == 4.5e20)
        #expect(storage.bytesInFull == 3.2768e15)
        let shared = try self.storage(students: 3, epochs: 4)
        #expect(shared.reads == 12 && shared.flopsSavedByKeeping == 11 * 1.5e20)
    }

    /// What is computed and what is saved are together what computing at every reading takes.
    @Test(arguments: [1, 2, 7], [1.0, 1.5, 4])
    func `account for all that would be computed without them`(students: Int, epochs: Double) throws {
        let storage = try storage(students: students, epochs: epochs)
        let all = Double(students) * 6e9 * 1e11
        #expect(relativeError(storage.computeFLOPs + storage.flopsSavedByKeeping, all) < 1e-15)
    }

    @Test func `have finite numbers at the ends of every range`() throws {
        for (vocabulary, tokens, compute) in [(1.0, 1e6, Double.leastNonzeroMagnitude), (1e9, 1e17, 1e30)] {
            let storage = try LogitsStorage(
                vocabularyEntries: vocabulary, studentTokens: tokens, teacherFLOPsPerToken: compute,
                students: 1_000_000_000, epochs: 1e9)
            let numbers = [storage.computeFLOPs, storage.flopsSavedByKeeping, storage.bytesInFull, storage.reads]
            #expect(numbers.allSatisfy { $0.isFinite })
            #expect(storage.recomputeFLOPsPerByte(storage.full).isFinite)
        }
    }

    @Test(arguments: [
        ("vocabularyEntries", 0.0, 1e11, 6e9, 1, 1.0), ("vocabularyEntries", 1.1e9, 1e11, 6e9, 1, 1),
        ("studentTokens", 32768, 9e5, 6e9, 1, 1), ("studentTokens", 32768, .infinity, 6e9, 1, 1),
        ("teacherFLOPsPerToken", 32768, 1e11, 0, 1, 1), ("teacherFLOPsPerToken", 32768, 1e11, .nan, 1, 1),
        ("students", 32768, 1e11, 6e9, 0, 1), ("students", 32768, 1e11, 6e9, -3, 1),
        ("epochs", 32768, 1e11, 6e9, 1, 0.5), ("epochs", 32768, 1e11, 6e9, 1, .infinity),
    ])
    func `are refused by the name of what is wrong`(
        name: String, vocabulary: Double, tokens: Double, compute: Double, students: Int, epochs: Double
    ) {
        let error = #expect(throws: DomainError.self) {
            try LogitsStorage(
                vocabularyEntries: vocabulary, studentTokens: tokens, teacherFLOPsPerToken: compute,
                students: students, epochs: epochs)
        }
        #expect(error?.quantity == name)
    }
}

extension LogitsStorage {
    fileprivate var bytesInFull: Double { bytes(full) }
}
