internal import ChatroomCore
internal import Crypto
internal import FoundationEssentials

/// The one way to compare secrets.
enum SecretBytes {
    /// Whether two secrets are the same bytes, found out in a time that depends on their lengths only.
    ///
    /// Two codes of a message are compared under a key that nobody knows, as swift-crypto documents for
    /// `isValidAuthenticationCode` ("the comparison is done in constant-time"), so no loop of ours decides. Nothing is
    /// equal to no bytes at all: whoever lost a secret must not be taken for one who knows it.
    static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard !one.isEmpty, one.count == other.count else { return false }
        let key = SymmetricKey(size: .bits256)
        let code = HMAC<SHA256>.authenticationCode(for: one, using: key)
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: other, using: key)
    }
}

extension Token.Secret {
    /// A token is found by its SHA-256, so how long a look-up takes tells nothing that leads to a token.
    var digest: [UInt8] { Array(SHA256.hash(data: bytes)) }
}
