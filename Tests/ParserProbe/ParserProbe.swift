import Foundation
import ParserTesting

/// Lets scripts put the server's parser to work.
///
///     parser-probe fuzz COUNT SEED     checks COUNT mutated messages; 1 where a property is broken
///     parser-probe messages COUNT SEED writes the corpus and COUNT mutations, each behind its length in 4 bytes
///     parser-probe read                reads such messages and writes what the parser makes of each, a line of JSON
@main
struct ParserProbe {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let numbers = arguments.dropFirst().compactMap { UInt64($0) }
        switch (arguments.first, numbers.count) {
        case ("fuzz", 2): exit(Fuzzer(seed: numbers[1]).run(Int(clamping: numbers[0])) ? 0 : 1)
        case ("messages", 2): MessageFile.write(mutations: Int(clamping: numbers[0]), seed: numbers[1])
        case ("read", 0): MessageFile.readAll { print(ParserReading.json($0)) }
        default:
            FileHandle.standardError.write(Data("usage: parser-probe fuzz|messages COUNT SEED, or read\n".utf8))
            exit(2)
        }
    }
}
