import Foundation
import PlannerAPI
import Planning

/// The accelerators that can be asked for.
enum Accelerators {
    /// Those that are built in, and those of the file at `path`, which go before them.
    ///
    /// - Throws: ``CommandFailure`` where the file cannot be read, or something in it is wrong.
    static func table(_ path: String?) throws -> AcceleratorTable {
        guard let path else { return .builtIn }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.usage("The file \(path) cannot be read.")
        }
        do {
            return try AcceleratorFile.table(reading: [UInt8](data))
        } catch {
            throw CommandFailure(lines: error.lines.map { "\(path): \($0)" }, isUsage: true)
        }
    }
}
