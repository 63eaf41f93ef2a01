internal import Crypto
internal import FoundationEssentials

extension MessageID {
    /// What a server keeps for each account and tells only to the account itself.
    ///
    /// What is derived from it is known to all sessions of one user and to nobody else.
    public typealias Secret = ChatroomCore.Secret<MessageID>

    /// Makes the same id for the same words of one user: what a restarted program needs to find its message again (UUID
    /// of version 8, RFC 9562, section 5.8).
    ///
    /// Ids are unique on a server, so whoever can compute one can store a message under it first. The words are public;
    /// the secret is what keeps others from that: the id is the beginning of HMAC-SHA256 under it (RFC 2104).
    ///
    /// - Parameters:
    ///   - words: The words; each goes in after its length in 8 bytes.
    ///   - secret: What the server told this user; `nil` where it is one of a version that tells none. Then the id is
    ///     the beginning of the SHA-256 of the words, as clients of that version derive it, and anybody can.
    public init(derivedFrom words: [String], secret: Secret?) {
        var bytes: [UInt8] = []
        for word in words {
            withUnsafeBytes(of: UInt64(word.utf8.count).bigEndian) { bytes += $0 }
            bytes += word.utf8
        }
        let digest: [UInt8]
        if let secret {
            digest = Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: secret.bytes)))
        } else {
            digest = Array(SHA256.hash(data: bytes))
        }
        func number(_ part: some Collection<UInt8>) -> UInt64 { part.reduce(0) { ($0 << 8) | UInt64($1) } }
        let (first, second) = (number(digest[..<8]), number(digest[8..<16]))
        self.init(
            high: (first & 0xFFFF_FFFF_FFFF_0FFF) | 0x8000,
            low: (second & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000)
    }
}
