import Foundation

/// Where a command's words go.
enum Terminal {
    /// Writes `bytes` to standard output.
    ///
    /// - Throws: ``CommandFailure`` where they cannot be written whole, as on a full disk.
    static func write(_ bytes: some Sequence<UInt8>) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(bytes))
        } catch {
            throw CommandFailure.failed("Standard output cannot be written: \(String(cString: strerror(errno))).")
        }
    }

    /// Writes `text` to standard error, where that can be written; there is nobody else to tell.
    static func complain(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
