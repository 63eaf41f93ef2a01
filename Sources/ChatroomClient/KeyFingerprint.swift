public import ChatroomCore
internal import Crypto
internal import FoundationEssentials

/// By what a server's key is known: SHA-256 over its SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7), written
/// `SHA256:` and 43 characters of unpadded Base64, as OpenSSH does.
///
/// The key is named and not the certificate, so that a renewed certificate of the same key is the same server.
public struct KeyFingerprint: Sendable, Hashable, CustomStringConvertible {
    private let digest: [UInt8]

    /// Names the key with this SubjectPublicKeyInfo in DER.
    public init(publicKeyInfo: [UInt8]) { digest = Array(SHA256.hash(data: publicKeyInfo)) }

    /// Reads `SHA256:q4mB...`.
    ///
    /// - Throws: ``ChatError`` with code `usage`.
    public init(_ text: String) throws(ChatError) {
        let encoded = text.hasPrefix("SHA256:") ? String(text.dropFirst(7)) : text
        guard encoded.utf8.count == 43, let data = Data(base64Encoded: encoded + "="), data.count == 32 else {
            throw ChatError(
                .usage, "'\(text)' is not a key fingerprint", hint: "One looks like SHA256: and 43 letters and digits.")
        }
        digest = Array(data)
    }

    /// The fingerprint as `SHA256:...`.
    public var description: String {
        "SHA256:" + Data(digest).base64EncodedString().filter { $0 != "=" }
    }
}
