internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem
internal import ChatroomTerminal

/// What every shell is made of, whoever uses it.
struct ShellParts: Sendable {
    let host: ShellHost
    let client: ChatClient
    let model: ShellModel
    let outbox: Outbox
    let files: ShellFiles
    let view: ShellView
    /// Whether the user said where to begin.
    let isPlaceGiven: Bool

    /// Makes the shell.
    ///
    /// - Parameters:
    ///   - surface: Where lines come from and results go.
    ///   - diagnostics: Where errors and notes go.
    ///   - manner: How the shell is meant.
    /// - Returns: The shell, to be run.
    func session(
        on surface: any ShellSurface, _ diagnostics: Diagnostics, _ manner: ShellManner
    ) -> ShellSession {
        let slot = ConnectionSlot()
        var host = host
        host.diagnostics = diagnostics
        host.diagnostics.wording = { SlashWording.inShell($0) }
        host.printer = Printer(isSeen: surface.isInteractive) { try await surface.print($0) }
        return ShellSession(
            host: host, client: client, model: model, surface: surface, view: view, outbox: outbox,
            files: files, slot: slot, manner: manner)
    }

    /// Runs the lines of a script.
    ///
    /// - Parameters:
    ///   - lines: The lines; `nil` to read them.
    ///   - reader: Where to read them.
    ///   - isFollowing: Whether messages are printed as they come.
    /// - Throws: Why the first line that failed did, and that the connection was lost for too long.
    func runBatch(lines: [String]?, reader: InputReader, isFollowing: Bool) async throws {
        let surface = BatchSurface(lines: lines, reader: reader, printer: Printer())
        let manner = ShellManner(
            isFollowing: isFollowing, patience: host.timeout ?? ChatShell.patience)
        try await session(on: surface, host.diagnostics, manner).run {}
    }
}
