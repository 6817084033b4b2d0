/// The version of this program, which laws that it fits are traceable to.
public enum ProgramVersion {
    /// As openapi.yaml has it too.
    public static let current = "0.1.0"
}
