import Crypto
public import Foundation
public import Store

/// A token as its bearer holds it: `dp_`, an identifier, `_`, a secret.
///
/// The secret has 256 random bits, so that a hash of it needs no slowness to be safe from guessing.
public struct BearerToken: Hashable, Sendable {
    /// The public part, by which its record is found.
    let id: String
    /// The part that nobody else knows, as text.
    let secret: String

    /// A new one of 38 bytes that `randomBytes` gives.
    init(randomBytes: (_ count: Int) -> [UInt8]) {
        id = Self.hexadecimal(randomBytes(6))
        secret = Self.hexadecimal(randomBytes(32))
    }

    /// Reads what ``text`` writes; nil where it is none.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "dp", parts[1].count == 12, parts[2].count == 64,
            parts.dropFirst().joined().utf8.allSatisfy(Self.digits.contains)
        else { return nil }
        id = String(parts[1])
        secret = String(parts[2])
    }

    /// The token as it is shown once.
    public var text: String { "dp_\(id)_\(secret)" }

    /// Whether this is the token that `record` was made of, in a time that says nothing of how nearly it is.
    func isOf(_ record: TokenRecord) -> Bool {
        HMAC<SHA256>.isValidAuthenticationCode(
            record.hash, authenticating: Data(secret.utf8), using: SymmetricKey(data: record.salt))
    }

    /// A new token of `name`, and what is kept of it.
    ///
    /// - Parameters:
    ///   - lifetime: after how many seconds it is worth nothing; nil for one that never ends by itself.
    ///   - randomBytes: so many bytes as nobody can foresee.
    public static func make(
        name: String, scope: TokenScope, lifetime: TimeInterval?, now: Date,
        randomBytes: (_ count: Int) -> [UInt8] = systemRandomBytes
    ) -> (token: BearerToken, record: TokenRecord) {
        let token = BearerToken(randomBytes: randomBytes)
        let salt = randomBytes(16)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(token.secret.utf8), using: SymmetricKey(data: salt))
        let record = TokenRecord(
            id: token.id, name: name, scope: scope, salt: salt, hash: Array(code),
            createdAt: now.formatted(.iso8601),
            expiresAt: lifetime.map { now.addingTimeInterval($0).formatted(.iso8601) })
        return (token, record)
    }

    /// Bytes of the system's generator, which is fit for secrets.
    public static func systemRandomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// The key under which only the bearer can read again what is kept for it as `name`.
    func key(for name: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: Data(secret.utf8)), salt: Data(name.utf8),
            info: Data("kept answer".utf8), outputByteCount: 32)
    }

    private static let digits = Set("0123456789abcdef".utf8)

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { (($0 < 16 ? "0" : "") + String($0, radix: 16)) }.joined()
    }
}
