public import Records
public import Store

/// Studies and runs as a terminal shows them.
public enum StudyText {
    /// The studies, a line each.
    public static func list(_ studies: [StudySummary]) -> String {
        columns(
            [["study", "supervised", "distillation", "excluded", "name"]]
                + studies.map { summary in
                    [
                        summary.study.id, String(summary.runs[.supervised] ?? 0),
                        String(summary.runs[.distillation] ?? 0), String(summary.excluded), summary.study.name,
                    ]
                })
    }

    /// A study in full, as `GET /studies/{study}` answers it.
    public static func json(_ study: StudySummary) -> [UInt8] { study.json.bytes }

    /// A run in full, as `GET /studies/{study}/runs/{run}` answers it.
    public static func json(_ run: RunRecord) -> [UInt8] { run.json.bytes }

    /// Runs, a line each.
    static func table(_ runs: [RunRecord]) -> String {
        columns(
            [["run", "source", "external_id", "kind", "params", "tokens", "loss", "teacher_loss", "excluded"]]
                + runs.map { record in
                    [
                        String(record.id), record.run.name.source, record.run.name.externalID,
                        record.run.kind.rawValue, NumberText.count(record.run.params),
                        NumberText.count(record.run.tokens), NumberText.loss(record.run.loss),
                        record.teacher.map { NumberText.loss($0.loss) } ?? "-", record.run.excludedReason ?? "-",
                    ]
                })
    }

    /// `rows` with their cells one below the other; the last column is as wide as it is.
    static func columns(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row.dropLast(), widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return (cells + [row.last ?? ""]).joined(separator: "  ") + "\n"
        }.joined()
    }
}
