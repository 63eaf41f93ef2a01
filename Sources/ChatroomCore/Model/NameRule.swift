/// What the name of a user or a room may look like.
struct NameRule {
    /// What is named, for the error's text.
    let subject: String
    /// Names that would be taken for something else.
    let reserved: Set<String>

    static let user = NameRule(
        subject: "user name", reserved: ["all", "system", "server", "admin", "here", "lobby", "me"])
    static let room = NameRule(subject: "room name", reserved: ["all", "system", "server", "admin", "here", "me"])

    /// Returns the name in lower case.
    func check(_ text: String) throws(ChatError) -> String {
        guard (1...32).contains(text.utf8.count) else {
            throw ChatError(.invalid, "a \(subject) has 1 to 32 characters, this has \(text.utf8.count)")
        }
        var folded: [UInt8] = []
        folded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): folded.append(byte)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): folded.append(byte + 32)
            case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                guard !folded.isEmpty else {
                    throw ChatError(.invalid, "a \(subject) begins with a letter or a digit")
                }
                folded.append(byte)
            default:
                throw ChatError(.invalid, "a \(subject) has only letters a-z, digits and . _ -")
            }
        }
        let name = String(decoding: folded, as: UTF8.self)
        guard !reserved.contains(name) else {
            throw ChatError(.invalid, "the name '\(name)' is reserved", hint: "Choose another.")
        }
        return name
    }
}
