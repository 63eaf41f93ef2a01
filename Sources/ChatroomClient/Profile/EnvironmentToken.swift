public import ChatroomCore
public import ChatroomSystem

/// The token that a program is given instead of a login: `CHATROOM_TOKEN`, else the file that `CHATROOM_TOKEN_FILE`
/// names.
public enum EnvironmentToken {
    /// Reads it.
    ///
    /// - Parameter environment: The environment.
    /// - Returns: `nil` when neither variable is set.
    /// - Throws: `ChatError` with code `configuration` when what is there is no token, `file-missing` or `file-access`
    ///   when the file cannot be read.
    public static func read(_ environment: Environment) async throws(ChatError) -> Token.Secret? {
        if let text = environment["CHATROOM_TOKEN"] {
            return try secret(text, in: "CHATROOM_TOKEN")
        }
        guard let path = environment["CHATROOM_TOKEN_FILE"] else { return nil }
        return try secret(try await SecretInput().fromFile(path), in: "\(path) (CHATROOM_TOKEN_FILE)")
    }

    private static func secret(_ text: String, in source: String) throws(ChatError) -> Token.Secret {
        // Space around it comes from an editor or a shell, for a token has none.
        let bare = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        guard let secret = try? Token.Secret(String(bare)) else {
            throw ChatError(.configuration, "\(source) holds no token", hint: "A token has 64 hexadecimal digits.")
        }
        return secret
    }
}
