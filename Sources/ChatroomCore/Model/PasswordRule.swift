/// Which passwords are accepted (NIST SP 800-63B, section 5.1.1.2): length counts, composition does not, and what
/// everyone tries first is refused.
public enum PasswordRule {
    /// The accepted lengths in bytes of UTF-8.
    public static let lengths = 10...1024

    /// Refuses a password that breaks the rule.
    ///
    /// - Parameters:
    ///   - password: The password.
    ///   - name: Whose it will be.
    /// - Throws: ``ChatError`` with code `invalid`.
    public static func check(_ password: String, for name: UserName) throws(ChatError) {
        let count = password.utf8.count
        guard lengths.contains(count) else {
            throw ChatError(.invalid, "a password has 10 to 1024 bytes, this has \(count)")
        }
        // Any language's letters, for a good reason: what looks like a bad password is one.
        let folded = password.lowercased()
        let stem = folded.reversed().drop { !$0.isLetter }.reversed()
        let isRepetitive = Set(folded.unicodeScalars).count < 4
        guard !common.contains(folded), !common.contains(String(stem)), String(stem) != name.text, !isRepetitive else {
            throw ChatError(.invalid, "this password is among the first that are guessed", hint: "Choose another.")
        }
    }

    /// Passwords of at least ten bytes, and stems that become such by digits behind them, from the lists that guessers
    /// begin with.
    private static let common: Set<String> = [
        "password", "passwort", "passw0rd", "p@ssw0rd", "p@ssword", "mypassword", "password1password",
        "passwordpassword", "letmeinletmein", "letmein", "qwerty", "qwertyuiop", "qwertzuiop", "azertyuiop",
        "qwertyqwerty", "qwerty1234", "asdfghjkl", "asdfghjkl;", "asdfasdfasdf", "zxcvbnm", "zxcvbnm,./", "1q2w3e4r5t",
        "1q2w3e4r5t6y", "1qaz2wsx3edc", "q1w2e3r4t5", "q1w2e3r4t5y6", "qazwsxedc", "qazwsxedcrfv", "1234567890",
        "0123456789", "0987654321", "12345678910", "123456789a", "a123456789", "123456789q", "1234512345",
        "1234554321", "123123123123", "1122334455", "abcdefghij", "abcdefghijk", "abcdefghijklmnopqrstuvwxyz",
        "abcd123456", "abc1234567", "iloveyou", "iloveyouforever", "iloveyousomuch", "administrator", "adminadmin",
        "adminadminadmin", "rootrootroot", "changeme", "changemenow", "welcome", "welcomewelcome", "welcome123456",
        "football", "basketball", "baseball", "superman", "supermanbatman", "princess", "princess123", "sunshine",
        "trustno1", "trustnoone", "whatever", "chatroom", "chatroomchatroom", "dragondragon", "monkeymonkey",
        "liverpool", "manchester", "christopher", "alexander", "elizabeth", "computer", "internet", "secretsecret",
        "topsecret", "mustang", "michaeljordan", "starwars", "startrek", "correcthorsebatterystaple",
    ]
}
