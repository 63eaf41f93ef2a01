internal import ChatroomCore
internal import ChatroomStore

/// Makes and knows again what a device shows with a password ("device cookies", OWASP: Slow Down Online Guessing Attacks
/// with Device Cookies).
///
/// A proof is 16 random bytes, which name the device, and their code under the server's key and the account's name. The
/// server stores nothing. A device is a source of its own (``Source/device(_:)``), so nobody else's failures are counted
/// against it, and whoever has stolen a proof guesses at the pace of one source and of one account.
struct DeviceProofs: Sendable {
    private static let nameBytes = 16

    let key: PlaceKey
    let store: any AccountStore
    let clock: PlausibleClock

    /// Makes the proof of a device that has none.
    func make<Random: RandomNumberGenerator>(for name: UserName, using random: inout Random) -> LoginProof? {
        let device = (0..<Self.nameBytes).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        return LoginProof(bytes: device + key.code(of: device, for: name))
    }

    /// Whether a proof is of this server and an account, other than by a token.
    func isGood(_ proof: LoginProof, for name: UserName) -> Bool {
        let device = Array(proof.bytes.prefix(Self.nameBytes))
        guard device.count == Self.nameBytes else { return false }
        return SecretBytes.areEqual(Array(proof.bytes.dropFirst(Self.nameBytes)), key.code(of: device, for: name))
    }

    /// Whom a proof shows that asks for an account; `nil` when it shows nothing.
    ///
    /// - Throws: ``ChatError`` with code `storage`.
    func source(of proof: LoginProof?, for name: UserName?) async throws(ChatError) -> Source? {
        guard let proof, let name else { return nil }
        if isGood(proof, for: name) { return .device(Array(proof.bytes.prefix(Self.nameBytes))) }
        guard let token = Token.Secret(bytes: proof.bytes),
            let found = try await store.account(withTokenDigest: token.digest, at: clock.now()),
            found.account.user.name == name
        else { return nil }
        return .holder(of: found.token.rawValue)
    }
}
