internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem

/// The files that a shell keeps for the next one, written on a thread of their own because disks take their time.
actor ShellFiles {
    private let history: LineHistory
    private let settings: SettingsFile
    private let places: LastPlaceFile
    private let thread = ThreadExecutor()

    /// The files' own thread.
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Names the files of a profile.
    ///
    /// - Throws: `ChatError` with code `configuration` when there is no home directory.
    init(profile: ProfileName, environment: Environment) throws(ChatError) {
        history = try LineHistory(profile: profile, environment: environment)
        settings = try SettingsFile(profile: profile, environment: environment)
        places = try LastPlaceFile(profile: profile, environment: environment)
    }

    /// The lines that were typed, oldest first.
    func lines() throws(ChatError) -> [String] { try history.load() }

    /// Keeps a line.
    func add(_ line: String) throws(ChatError) { try history.add(line) }

    /// The settings.
    func loadSettings() throws(ChatError) -> ShellSettings { try settings.load() }

    /// Where a user was on a server; `nil` when that was not kept.
    func lastPlace(of user: UserName, on server: String) throws(ChatError) -> Target? {
        try places.load(user, on: server)
    }

    /// Keeps where a user is.
    func keepPlace(_ target: Target, of user: UserName, on server: String) throws(ChatError) {
        try places.save(target, of: user, on: server)
    }

    /// Changes the settings.
    ///
    /// - Parameter change: The change.
    /// - Returns: All settings then.
    /// - Throws: What the change throws, and `ChatError` with code `configuration` or `file-access`.
    func updateSettings(
        _ change: @Sendable (inout ShellSettings) throws(ChatError) -> Void
    ) throws(ChatError) -> ShellSettings {
        try settings.update(change)
    }
}
