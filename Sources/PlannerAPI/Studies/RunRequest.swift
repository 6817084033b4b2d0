import Records

/// What can be changed about a run that is stored.
struct RunRequest {
    private var excludedReason: String??
    private var tags: [String]?
    private var note: String??

    /// Reads the fields that are given.
    init(_ reader: inout ObjectReader) {
        let reason = reader.optionalLine("excluded_reason", most: RunField.excludedReason.greatestLength ?? 0)
        if let excluded = reader.flag("excluded") {
            if excluded && !reader.wasGiven("excluded_reason") {
                reader.report("excluded_reason", .missing(expected: "why the run is excluded"))
            }
            if !excluded && reason != nil { reader.report("excluded_reason", .record(.reasonWithoutExclusion)) }
            excludedReason = .some(excluded ? reason : nil)
        } else if reader.wasGiven("excluded_reason") && !reader.wasGiven("excluded") {
            reader.report("excluded_reason", .needs("excluded"))
        }
        tags = reader.tags("tags")
        if reader.wasGiven("note") {
            note = .some(reader.optionalText("note", most: RunField.note.greatestLength ?? 0))
        }
    }

    /// Changes what was given; an empty note is none.
    func apply(to run: inout Run) {
        if let excludedReason { run.excludedReason = excludedReason }
        if let tags { run.tags = tags }
        if let note { run.note = note == "" ? nil : note }
    }
}

extension ObjectReader {
    /// True or false of the field `name`, where it is given.
    mutating func flag(_ name: String) -> Bool? {
        switch take(name) {
        case nil: return nil
        case .bool(let flag): return flag
        case let other?:
            report(name, .wrongType(expected: "a boolean", found: other.typeName))
            return nil
        }
    }

    /// The tags of the array of the field `name`, where it is given.
    fileprivate mutating func tags(_ name: String) -> [String]? {
        guard let value = take(name) else { return nil }
        guard case .array(let elements) = value else {
            report(name, .wrongType(expected: "an array", found: value.typeName))
            return nil
        }
        var tags: [String] = []
        for (index, element) in elements.enumerated() {
            guard case .string(let tag) = element else {
                report(path: "\(name)/\(index)", .wrongType(expected: "a string", found: element.typeName))
                continue
            }
            if !RunTag.isTag(tag) { report(path: "\(name)/\(index)", .record(.notATag(text: tag))) }
            tags.append(tag)
        }
        let ordered = RunTag.ordered(tags)
        if ordered.joined(separator: " ").utf8.count > RunTag.greatestLength {
            report(name, .length(most: RunTag.greatestLength))
        }
        return ordered
    }
}
