import Foundation

// usage: fit-check [STUDIES] [RESAMPLES] [SEED]
//
// Fits planted studies of five regimes of noise, and says how well their laws are found again and how often the 90 %
// intervals of predictions cover the truth. Ends with 1 where runs without noise do not give their law back, or the
// intervals of either law cover less than 85 or more than 95 % of the truths.
let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
let check = FitCheck(
    studies: numbers.first ?? 200, resamples: numbers.dropFirst().first ?? 400,
    seed: UInt64(numbers.dropFirst(2).first ?? 1))
exit(try check.run() ? 0 : 1)
