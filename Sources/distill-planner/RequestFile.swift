import Foundation
import PlannerAPI

/// The body of a request, from a file.
enum RequestFile {
    /// The JSON of the file at `path`, or of standard input where that is `-`.
    ///
    /// - Throws: ``CommandFailure`` where it cannot be read, `PlanQuestionError` where it is not JSON.
    static func read(_ path: String) throws -> JSONValue {
        if path == "-" {
            return try PlanQuestion.parse([UInt8](FileHandle.standardInput.readDataToEndOfFile()))
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure.usage("The file \(path) cannot be read.")
        }
        return try PlanQuestion.parse([UInt8](data))
    }
}
