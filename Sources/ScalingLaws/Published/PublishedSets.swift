extension CoefficientSet {
    /// The sets that come with the program, in the order in which they are listed.
    public static let published: [CoefficientSet] = [
        .busbridge2025, .busbridge2025Printed, .busbridge2025Figure1, .busbridge2025Refit, .busbridge2025Refit2,
        .hoffmann2022, .besiroglu2024,
    ]

    /// Whether `name` is that of sets that come with the program; nobody else gives it versions.
    public static func isPublished(name: String) -> Bool { publishedNames.contains(name) }

    private static let publishedNames = Set(published.map(\.name))

    /// The name of the set that answers where a question names none.
    public static let defaultName = "busbridge-2025"
}

/// The value of `make`, for coefficients that stand in this program's own text.
func constant<Value>(_ make: () throws -> Value) -> Value {
    do {
        return try make()
    } catch {
        preconditionFailure("a published coefficient is outside its domain: \(error)")
    }
}
