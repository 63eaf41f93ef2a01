/// What this build calls itself.
enum Version {
    /// The release.
    static let text = "0.1.0"
    /// How it names itself to its peers.
    static let product = "chatroom/\(text)"
}
