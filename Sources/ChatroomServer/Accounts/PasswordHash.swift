internal import ChatroomCore
internal import Crypto
internal import CryptoExtras
internal import FoundationEssentials

/// The scrypt hash of a password with the costs and the salt it was made with.
///
/// Written as `$scrypt$ln=15,r=8,p=3$SALT$HASH`, salt and hash in unpadded Base64 (the PHC string format).
struct PasswordHash: Sendable, Equatable {
    let cost: ScryptCost
    let salt: [UInt8]
    let key: [UInt8]

    /// Derives the hash of a password; takes the memory and time of the cost, on the calling thread.
    init(of password: String, salt: [UInt8], cost: ScryptCost) throws(ChatError) {
        do {
            let derived = try KDF.Scrypt.deriveKey(
                from: Array(password.utf8), salt: salt, outputByteCount: Self.keyBytes, rounds: 1 << cost.logN,
                blockSize: cost.blockSize, parallelism: cost.parallelism)
            key = derived.withUnsafeBytes { Array($0) }
        } catch {
            throw ChatError(.internalError, "the password could not be hashed (\(error))")
        }
        self.cost = cost
        self.salt = salt
    }

    /// How many bytes a key has.
    static let keyBytes = 32
    /// How many bytes a salt may have.
    private static let saltLengths = 1...64

    /// Reads the written form.
    ///
    /// - Returns: `nil` when the text is no such hash: an empty salt, another length of the key than 32 bytes, or costs
    ///   that ``ScryptCost/isBearable`` refuses, which nobody's password was ever hashed with here.
    init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
        var numbers: [Substring: Int] = [:]
        for setting in parts[2].split(separator: ",") {
            let pair = setting.split(separator: "=")
            guard pair.count == 2, let number = Int(pair[1]), numbers.updateValue(number, forKey: pair[0]) == nil
            else { return nil }
        }
        guard let logN = numbers["ln"], let blockSize = numbers["r"], let parallelism = numbers["p"],
            let salt = Self.bytes(parts[3]), let key = Self.bytes(parts[4]), Self.saltLengths.contains(salt.count),
            key.count == Self.keyBytes
        else { return nil }
        cost = ScryptCost(logN: logN, blockSize: blockSize, parallelism: parallelism)
        guard cost.logN == logN, cost.isBearable else { return nil }
        self.salt = salt
        self.key = key
    }

    /// The written form.
    var text: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelism)$\(Self.base64(salt))$\(Self.base64(key))"
    }

    /// Whether two hashes hold the same key, found out in a time that does not depend on where they differ.
    func matches(_ other: PasswordHash) -> Bool { SecretBytes.areEqual(key, other.key) }

    private static func base64(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().filter { $0 != "=" }
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: String(text) + padding).map { Array($0) }
    }
}
