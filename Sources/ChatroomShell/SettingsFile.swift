internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem

/// The file in which a profile's ``ShellSettings`` are kept.
struct SettingsFile: Sendable {
    private let file: PrivateFile

    /// The most bytes to write, with room to what can be read.
    private static let limit = 512 << 10

    /// Names the file; it need not exist.
    ///
    /// - Parameters:
    ///   - profile: The profile.
    ///   - environment: The environment.
    /// - Throws: `ChatError` with code `configuration` when there is no home directory.
    init(profile: ProfileName, environment: Environment) throws(ChatError) {
        file = PrivateFile("shell-settings-\(profile)", in: try environment.stateDirectory, environment: environment)
    }

    /// Reads the settings.
    ///
    /// - Returns: The defaults when there is no file.
    /// - Throws: `ChatError` with code `configuration` when the file is not as it must be, or `file-access`.
    func load() throws(ChatError) -> ShellSettings { ShellSettings(parsing: try file.read() ?? "") }

    /// Changes the settings while no other shell does.
    ///
    /// - Parameter change: Gets the settings as they are in the file.
    /// - Returns: The settings as they are in the file afterwards.
    /// - Throws: What `change` and ``load()`` throw; the file is as it was then.
    @discardableResult
    func update(_ change: (inout ShellSettings) throws(ChatError) -> Void) throws(ChatError) -> ShellSettings {
        var settings = ShellSettings()
        try file.update { text throws(ChatError) in
            settings = ShellSettings(parsing: text ?? "")
            let before = settings
            try change(&settings)
            if settings == before { return nil }
            let changed = settings.text
            guard changed.utf8.count <= Self.limit else {
                throw ChatError(.configuration, "\(file.shownAs) is too large", hint: "Move it away.")
            }
            return changed
        }
        return settings
    }
}
