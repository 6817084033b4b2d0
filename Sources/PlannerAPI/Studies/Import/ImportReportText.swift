import Records

extension ImportReport {
    /// The report as the service answers it.
    var json: JSONValue {
        [
            "study": .string(study),
            "dry_run": .bool(isDryRun),
            "taken": .bool(isTaken),
            "counts": countsJSON,
            "source": .optional(source, JSONValue.string),
            "loss_unit": .string(unit.rawValue),
            "external_id": ["column": .optional(identifiers, JSONValue.string)],
            "columns": .array(columns.map { Self.json($0.name, $0.target) }),
            "preview": .array(preview.map { .object($0.members) }),
            "errors": .array(faults.prefix(Problem.mostFaults).map(\.json)),
        ]
    }

    /// How many rows there are, what becomes of them, and how many of the refused ones are not listed.
    var countsJSON: JSONValue {
        [
            "rows": .number(rows),
            "inserted": .number(inserted),
            "updated": .number(updated),
            "unchanged": .number(unchanged),
            "refused": .number(refused),
            "refused_not_listed": .number(unlisted),
        ]
    }

    /// ``json`` in UTF-8.
    public var bytes: [UInt8] { json.bytes }

    private static func json(_ name: String, _ target: ColumnMapping.Target) -> JSONValue {
        let (field, like): (String?, RunField?) =
            switch target {
            case .field(let field): (field.rawValue, nil)
            case .flops: ("flops", nil)
            case .extra(let like): (nil, like)
            }
        return [
            "column": .string(name), "field": .optional(field, JSONValue.string),
            "like": .optional(like) { .string($0.rawValue) },
        ]
    }

    /// The report for a terminal.
    public var text: String {
        let counts = "\(inserted) inserted, \(updated) updated, \(unchanged) unchanged, \(refused) refused"
        let verb = isDryRun ? "would take" : "took"
        var lines =
            isTaken
            ? ["\(verb) \(rows - refused) of \(rows) rows into \(study): \(counts)"]
            : ["\(verb) nothing into \(study)" + (rows > 0 ? "; of \(rows) rows: \(counts)" : "")]
        if !columns.isEmpty {
            let width = min(40, columns.map(\.name.count).max() ?? 0)
            lines += [""]
            lines += columns.map { column in
                column.name + String(repeating: " ", count: max(0, width - column.name.count)) + "  "
                    + Self.words(column.name, column.target)
            }
            lines += ["", settings]
        }
        if !preview.isEmpty {
            lines += [""] + preview.map { String(decoding: JSONText.line(.object($0.members)), as: UTF8.self) }
        }
        return (lines + faultLines).map { $0 + "\n" }.joined()
    }

    private var settings: String {
        (identifiers.map { "Runs are named by the column \($0)" } ?? "No column names the runs: their row numbers do")
            + (source.map { ", of source \($0)" } ?? "") + "; losses without a unit are in \(unit.rawValue) per token."
    }

    /// What is wrong, a line each.
    private var faultLines: [String] {
        guard !faults.isEmpty else { return [] }
        return [""] + faults.map { "\($0.placeName) \($0.detail)" }
            + (unlisted > 0 ? ["and \(unlisted) more rows"] : [])
    }

    private static func words(_ name: String, _ target: ColumnMapping.Target) -> String {
        switch target {
        case .field(let field): field.rawValue
        case .flops: "tokens, by D = C / (6 N)"
        case .extra(nil): "not mapped, kept in extra"
        case .extra(let like?):
            "not mapped, kept in extra; --map \(like.rawValue)=\(name) would take it as \(like.rawValue)"
        }
    }
}
