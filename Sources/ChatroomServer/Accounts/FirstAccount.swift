internal import ChatroomCore
internal import ChatroomSystem
internal import Synchronization

/// What makes an account the first administrator's: a code in a file that only the user who runs the server may read.
///
/// To come from this machine proves nothing, since whoever forwards a port or a local socket lends all the world that
/// place. There is a code from the start on for as long as there is no administrator, each time another one. A client
/// on this machine is told where the file is, reads it by itself if it may, and sends what it holds.
final class FirstAccount: Sendable {
    /// The file in the data directory: the code on the first line, the fingerprint of the server's key on the second, so
    /// that a client shows the code to no other server.
    static let fileName = "first-account"

    private let path: String
    private let place: String?
    private let code: Mutex<String?>

    /// Makes a code, or removes what an earlier one left.
    ///
    /// - Parameters:
    ///   - directory: The data directory.
    ///   - fingerprint: The fingerprint of the server's key.
    ///   - isNeeded: Whether there is no administrator yet.
    /// - Throws: ``ChatError`` with code `file-access` when the file cannot be written.
    init(in directory: String, fingerprint: String, isNeeded: Bool) throws(ChatError) {
        path = "\(directory)/\(Self.fileName)"
        guard isNeeded else {
            place = nil
            code = Mutex(nil)
            Directory.working.remove(path)
            return
        }
        var random = SystemRandomNumberGenerator()
        let digits = Hexadecimal.text((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) })
        try PrivateFileWriter.write("\(digits)\n\(fingerprint)\n", to: path)
        place = Directory.realPath(of: path)
        code = Mutex(digits)
    }

    /// Whether there is no administrator yet.
    var isNeeded: Bool { code.withLock { $0 != nil } }

    /// Where the file is, for somebody at an origin; `nil` when it is of no use there.
    func place(for origin: Origin) -> String? { origin.source.isLocal && isNeeded ? place : nil }

    /// Whether somebody shows the code, found out in a time that does not depend on where it differs.
    func admits(_ shown: String?) -> Bool {
        guard let shown, let code = code.withLock({ $0 }) else { return false }
        return SecretBytes.areEqual(Array(code.utf8), Array(shown.utf8))
    }

    /// Forgets the code, because there is an administrator.
    func close() {
        code.withLock { $0 = nil }
        Directory.working.remove(path)
    }
}

extension ChatError {
    /// The first account was to be made without the code.
    static let codeNeeded = ChatError(
        .notAllowed, "this server has no account yet, and the first one, its administrator's, needs a code",
        hint: """
            The user who runs the server registers on its machine without more; elsewhere with --code and the first \
            line of the file 'first-account' in its data directory.
            """)
    /// The first account was to be made with another code.
    static let wrongCode = ChatError(
        .wrongCredentials, "that is not the code of this server's first account",
        hint: "It is the first line of the file 'first-account' in the data directory, another after each start.")
}
