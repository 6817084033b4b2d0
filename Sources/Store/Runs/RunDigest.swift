import Crypto
import Records

/// What tells one selection of runs from another.
enum RunDigest {
    /// SHA-256 in hexadecimal over the runs in the order given.
    ///
    /// Each run gives, for every field that it has in the order of ``RunField``, the field's name, the count of the
    /// value's bytes, the value and a line feed, with colons between, and an empty line at its end; the numbers of a
    /// teacher that is a run follow under their own names. Tags, address, note and extra columns say nothing that a law
    /// is fitted to and are left out, as is the number in the database: the same runs give the same digest anywhere.
    static func hexadecimal(_ runs: some Sequence<RunRecord>) -> String {
        var hash = SHA256()
        for record in runs {
            var text = ""
            for field in RunField.allCases where !isRemark(field) {
                if let value = record.run.text(of: field) { add(field.rawValue, value, to: &text) }
            }
            if record.run.teacherRun != nil, let teacher = record.teacher {
                for (name, value) in [
                    ("teacher_params", teacher.params), ("teacher_tokens", teacher.tokens),
                    ("teacher_loss", teacher.loss),
                ] {
                    if let value { add(name, UnitNumber.text(value), to: &text) }
                }
            }
            hash.update(data: Array((text + "\n").utf8))
        }
        return hash.finalize().hexadecimal
    }

    private static func isRemark(_ field: RunField) -> Bool { [.tags, .url, .note, .extra].contains(field) }

    private static func add(_ name: String, _ value: String, to text: inout String) {
        text += "\(name):\(value.utf8.count):\(value)\n"
    }
}
