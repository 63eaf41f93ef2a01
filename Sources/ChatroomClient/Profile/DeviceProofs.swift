public import ChatroomCore
public import ChatroomSystem

/// What shows to servers that this user of this machine logged in before; it outlives a logout.
///
/// A line each, its parts apart by a tab: server, user, proof. The latest ``limit`` are kept.
public struct DeviceProofs: Sendable {
    /// How many are kept.
    public static let limit = 1000
    private let file: PrivateFile

    /// Names the file; it need not exist.
    public init(_ environment: Environment) throws(ChatError) {
        file = PrivateFile("devices", in: try environment.stateDirectory, environment: environment)
    }

    /// What to show to a server for a user; `nil` when there is nothing.
    ///
    /// - Throws: `ChatError` with code `configuration` or `file-access`.
    public func find(server: String, user: UserName) throws(ChatError) -> LoginProof? {
        let start = Self.start(server, user)
        return LineFile.lines(try file.read() ?? "").last { $0.line.starts(with: start) }
            .flatMap { LoginProof(String($0.line.dropFirst(start.count))) }
    }

    /// Keeps a proof in place of the one for the same server and user.
    ///
    /// - Throws: `ChatError` with code `configuration` or `file-access`.
    public func keep(_ proof: LoginProof, server: String, user: UserName) throws(ChatError) {
        guard !server.utf8.contains(where: { $0 < 0x20 }), try find(server: server, user: user) != proof else { return }
        let start = Self.start(server, user)
        try file.update { text in
            let others = LineFile.lines(text ?? "").map { String($0.line) }.filter { !$0.starts(with: start) }
            return (others + [start + proof.text]).suffix(Self.limit).map { "\($0)\n" }.joined()
        }
    }

    private static func start(_ server: String, _ user: UserName) -> String { "\(server)\t\(user)\t" }
}
