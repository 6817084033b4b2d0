/// What becomes of plans outside the runs behind the law, its support.
public enum SupportUse: String, Hashable, Sendable, CaseIterable {
    /// They are given, with a warning for each number that is outside.
    case warn
    /// They are not given: what is best inside is.
    case constrain
    /// They are given without a word.
    case ignore
}
