internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem
internal import ChatroomTerminal

/// `chatroom getfile`: fetches files that messages brought.
struct Getfile: ServerCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fetch files; each is checked, and no existing file is overwritten.",
        usage: "chatroom getfile ID ... | --last [WHERE] | --list [WHERE] [options]",
        discussion: """
            The name is the sender's, made harmless; the path is printed. A transfer
            that was cut off resumes when the same command is given again.

            Examples:
              chatroom getfile f_01998C3WB2
              chatroom getfile --last @bob -o - | zstd -d | psql
            """)

    @Argument(
        help: ArgumentHelp("Files; with --last or --list a room, @user or nothing.", valueName: "id"), completion: .file
    )
    var words: [String] = []

    @Flag(help: "The newest file, somebody else's if there is one.")
    var last = false

    @Option(
        name: [.short, .long], help: ArgumentHelp("A directory, a path, or '-' for standard output.", valueName: "path")
    )
    var output: RawArgument?

    @Flag(help: "Replace a file of that name.")
    var force = false

    @Flag(help: "List files, the newest last.")
    var list = false

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run(_ context: CommandContext) async throws {
        guard !last || !list else { throw ChatError(.usage, "--last and --list cannot be used together") }
        if list { return try await printList(try target(), context) }
        let ids =
            last
            ? [try await newest(try target(), context)]
            : try words.map { text throws(ChatError) in try FileID(text) }
        guard !ids.isEmpty else {
            throw ChatError(
                .usage, "getfile needs the id of a file", hint: "'chatroom getfile --list' shows what there is.")
        }
        let meter = TransferMeter(on: .terminal(context.diagnostics))
        var receiving = FileReceiving(
            client: try await context.transferClient(), place: try place(of: ids.count, context),
            tell: { meter.take($0) })
        receiving.replaces = force
        receiving.patience = context.patience
        receiving.announce = { [diagnostics = context.diagnostics] opened in
            let file = opened.file
            diagnostics.aside("\(file.name) (\(ByteText.text(file.size))) from \(opened.sender) in \(opened.target)")
        }
        let ready = receiving
        try await Interruption.guarding {
            var failed: ChatError?
            for id in ids {
                do {
                    let (opened, path) = try await ready.receive(id)
                    if let path { try await report(opened, path, context) }
                } catch let error as ChatError where error.code == .exists || error.code == .notFound {
                    // The others can come all the same.
                    if let failed { _ = context.diagnostics.report(failed) }
                    failed = error
                }
            }
            if let failed { throw failed }
        }
    }

    private func newest(_ target: Target?, _ context: CommandContext) async throws -> FileID {
        let file = try await context.withConnection { try await FileListing(connection: $0).newest(target) }
        guard let file else { throw context.nothing("no files", in: target) }
        return file
    }

    /// Prints the files of a conversation, or of all, the newest last.
    private func printList(_ target: Target?, _ context: CommandContext) async throws {
        let files = try await context.withConnection { connection in
            var files = FileTable()
            try await FileListing(connection: connection).read(target) { messages, target in
                files.add(messages, in: target)
                guard options.json else { return }
                var bytes: [UInt8] = []
                for message in messages where message.file != nil { MessageJSON.append(message, in: target, to: &bytes) }
                if !bytes.isEmpty { try await context.printer.write(bytes) }
            }
            return files
        }
        context.noteNames(files.ids)
        guard !files.isEmpty else { throw context.nothing("no files", in: target) }
        if !options.json { try await context.show(files.table) }
    }

    private func target() throws(ChatError) -> Target? {
        guard words.count <= 1 else { throw ChatError(.usage, "--last and --list take one room or @user") }
        guard let word = words.first else { return nil }
        return try Target(word)
    }

    private func place(of count: Int, _ context: CommandContext) throws -> FileReceiving.Place {
        guard let output = output?.raw else { return .directory(".") }
        guard !options.json || RawText.isPlain(output) else {
            throw ChatError(.invalid, "'\(output)' is not UTF-8", hint: "--json cannot print such a path.")
        }
        if output == "-" {
            guard !OutputDescriptor.standardOutput.isTerminal || force else {
                throw ChatError(
                    .usage, "a file may do anything to a terminal", hint: "Redirect it, or add --force.")
            }
            return .output { [printer = context.printer] in try await printer.write($0) }
        }
        if Directory.exists(output) { return .directory(output) }
        guard count == 1, !output.hasSuffix("/") else {
            throw ChatError(.fileMissing, "\(output): no such directory")
        }
        return .path(output)
    }

    private func report(_ opened: FileOpened, _ path: String, _ context: CommandContext) async throws {
        guard options.json else { return try await context.printer.path(path) }
        try await context.printer.write(
            JSONObject.line {
                $0.set("v", 1)
                $0.set("type", "file")
                $0.set("id", opened.file.id.description)
                $0.set("name", opened.file.name.text)
                $0.set("size", opened.file.size)
                $0.set("sha256", opened.file.digest.description)
                $0.set("conversation", opened.target.description)
                $0.set("seq", opened.seq)
                $0.set("from", opened.sender.text)
                $0.set("time", RFC3339.text(opened.time))
                $0.set("path", path)
            })
    }
}
