public import Foundation
public import Store

/// Tokens as aligned columns.
public enum TokenText {
    /// A line for each of `tokens`, with what they are worth at `time`.
    public static func list(_ tokens: [TokenRecord], at time: Date) -> String {
        guard !tokens.isEmpty else { return "There are no tokens: whoever reaches the server is let in.\n" }
        let rows = tokens.map { token in
            [
                token.id, token.scope.rawValue, token.state(at: time).rawValue, token.createdAt,
                token.expiresAt ?? "never", token.lastUsedAt ?? "never", token.name,
            ]
        }
        let table = [["id", "scope", "state", "created", "expires", "last used", "name"]] + rows
        let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        return table.map { row in
            let cells = zip(row, widths).map { $0.0.padding(toLength: $0.1, withPad: " ", startingAt: 0) }
            return cells.dropLast().joined(separator: "  ") + "  " + (row.last ?? "")
        }.joined(separator: "\n") + "\n"
    }
}
