/// Why a file of accelerators cannot be used.
public struct AcceleratorFileError: Error, Hashable, Sendable {
    /// What is wrong, as facts.
    enum Cause: Hashable, Sendable {
        /// The text is not JSON.
        case notJSON(JSONSyntaxError)
        /// The text holds something else than an array.
        case noArray(String)
        /// Entries are wrong.
        case entries([EntryFault])
    }

    let cause: Cause
}

/// One thing wrong with one entry of the file.
struct EntryFault: Hashable, Sendable {
    /// The entry's place in the array, from 0.
    let index: Int
    /// The entry's name, where it has one.
    let name: String?
    /// What is wrong, and where in the entry.
    let fault: Fault
}

extension AcceleratorFileError {
    /// What is wrong, in a line each.
    public var lines: [String] {
        switch cause {
        case .notJSON(let error): ["The file is not JSON: \(error.words)."]
        case .noArray(let found): ["The file must hold an array of accelerators, not \(found)."]
        case .entries(let faults): faults.map(\.line)
        }
    }
}

extension EntryFault {
    fileprivate var line: String {
        let entry = "entry \(index + 1)" + (name.map { " (\($0.prefix(80)))" } ?? "")
        return switch fault.place {
        case .body(""): "\(entry) \(fault.detail)"
        default: "\(entry): \(fault.placeName) \(fault.detail)"
        }
    }
}
