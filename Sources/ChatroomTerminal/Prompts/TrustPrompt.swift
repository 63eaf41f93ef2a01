public import ChatroomCore

/// Asks whether to trust a server that is seen for the first time, as OpenSSH does.
public struct TrustPrompt: Sendable {
    /// Whom to ask.
    public let terminal: TerminalPrompt

    /// Sets every part.
    public init(terminal: TerminalPrompt) { self.terminal = terminal }

    /// Returns when the person trusts the key, by `yes` or by typing its fingerprint.
    ///
    /// - Parameters:
    ///   - fingerprint: The key's fingerprint, `SHA256:...`.
    ///   - server: The server's address.
    ///   - flaw: What is wrong with the key's certificate, such as `expired on 2026-11-27`, which is why the system does
    ///     not vouch for it.
    /// - Throws: `ChatError` with code `key-unknown` when the person does not trust it or nobody can be asked,
    ///   `interrupted` when the person ends it.
    public func ask(about fingerprint: String, of server: String, flaw: String? = nil) async throws(ChatError) {
        let (key, address) = (TerminalText.line(fingerprint), TerminalText.line(server))
        let what = flaw.map { "the certificate of \(address) \($0)" } ?? "the server at \(address) is not known yet"
        var question = """
            T\(what.dropFirst()).
            Its key fingerprint is \(key)
            Trust it (yes/no/[fingerprint])? \("")
            """
        while true {
            guard let answer = try await terminal.ask(question) else {
                throw ChatError(
                    .keyUnknown, "\(what) and there is no terminal to ask at",
                    hint: "If its fingerprint is \(key), pass --fingerprint \(key); or --accept-new.")
            }
            switch answer {
            case "yes", fingerprint: return
            case "no": throw ChatError(.keyUnknown, "the key of \(address) is not trusted, nothing was sent")
            default: question = "Please type 'yes', 'no' or the fingerprint: "
            }
        }
    }
}
