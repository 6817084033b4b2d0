/// One step of the database's schema.
public struct Migration: Sendable {
    /// The file's name without its ending; databases remember it.
    public let name: String
    /// The statements.
    public let sql: String

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        sql = String(decoding: bytes, as: UTF8.self)
    }
}

extension Migration {
    /// The step from which on the database keeps digests, of all that it has until then too.
    public static let digests = "0006_digests"

    /// All steps in their order.
    ///
    /// A step that has been released is never edited: a change is a new step.
    public static let all = [
        Migration("0001_init", PackageResources._001_init_sql),
        Migration("0002_studies", PackageResources._002_studies_sql),
        Migration("0003_fits", PackageResources._003_fits_sql),
        Migration("0004_law_versions", PackageResources._004_law_versions_sql),
        Migration("0005_service", PackageResources._005_service_sql),
        Migration(digests, PackageResources._006_digests_sql),
    ]
}
