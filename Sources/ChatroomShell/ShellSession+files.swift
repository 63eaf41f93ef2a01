internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomProcess
internal import ChatroomSystem
internal import ChatroomTerminal

/// Files.
extension ShellSession {
    /// `/file PATH [TEXT]`.
    func sendFile(_ rest: String) async throws {
        guard try CommandWords.first(of: rest).word != "-" else {
            throw ChatError(.usage, "/file takes a file", hint: "'chatroom sendfile' reads pipes.")
        }
        let (path, text) = try SlashPath.first(of: rest, for: "file")
        guard !path.isEmpty else { throw ChatError(.usage, "/file needs a path", hint: "Write /file PATH [TEXT].") }
        let message = try RawText.text(text)
        let target = current
        let item = try SendingItems(paths: [expanded(path)], name: nil, asTar: false).open(0)
        let client = try await host.transferClient()
        try await transfer { [self] display in
            let meter = TransferMeter(on: display)
            var sending = FileSending(client: client, target: target, tell: { meter.take($0) })
            sending.patience = nil
            let sent = try await sending.send(item, text: message)
            if !surface.isInteractive { try await host.printer.line(sent.file.description) }
        }
    }

    /// `/files [T]`.
    func listFiles(_ rest: String) async throws {
        let operands = try CommandWords.words(of: rest).filter { !$0.hasPrefix("-") }
        guard operands.count <= 1 else {
            throw ChatError(.usage, "/files takes one room or @user", hint: "Write /files [ROOM|@USER].")
        }
        try await runCommand(["getfile", "--list"], rest.isEmpty ? current.description : rest)
    }

    /// `/get ID [PATH]`.
    func getFile(_ rest: String) async throws {
        let words = try SlashPath.words(of: rest, for: "get")
        guard let word = words.first, !word.isEmpty else {
            throw ChatError(
                .usage, "/get needs the id of a file", hint: "Write /get ID [PATH]; /files shows what there is.")
        }
        guard words.count <= 2, words.last != "" else {
            throw ChatError(.usage, "/get takes the id of a file and one path", hint: "Write /get ID [PATH].")
        }
        let id = try FileID(word)
        let path = words.count > 1 ? expanded(words[1]) : "."
        let client = try await host.transferClient()
        try await transfer { [self] display in
            let meter = TransferMeter(on: display)
            var receiving = FileReceiving(
                client: client, place: Directory.exists(path) ? .directory(path) : .path(path),
                tell: { meter.take($0) })
            receiving.patience = nil
            let (_, path) = try await receiving.receive(id)
            guard let path else { return }
            if surface.isInteractive {
                host.diagnostics.note("saved \(path)")
            } else {
                try await host.printer.path(path)
            }
        }
    }

    /// `/quit`.
    func quit() throws {
        if transfers.isToBeWarned {
            throw ChatError(
                .usage, "a file is on its way", hint: "/quit again stops it; the same command will resume it.")
        }
        throw ShellEnd()
    }

    /// Runs a transfer: beside everything else for a person, to its end in a script.
    private func transfer(_ body: @escaping @Sendable (TransferDisplay) async throws -> Void) async throws {
        guard surface.isInteractive else { return try await body(TransferDisplay.terminal(host.diagnostics)) }
        transfers.begin { [self] show in
            let diagnostics = host.diagnostics
            let display = TransferDisplay(
                room: { .word }, show: show, note: { diagnostics.note($0) }, conclude: { diagnostics.aside($0) })
            do {
                try await body(display)
            } catch let error as ChatError {
                diagnostics.report(error)
            } catch {
                diagnostics.report(ChatError(.internalError, "\(error)"))
            }
        }
    }

    /// A path in which `~` stands for the user's home, as where it was completed.
    private func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = host.environment.home else { return path }
        return home + path.dropFirst()
    }
}
