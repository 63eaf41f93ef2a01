internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomSystem

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
        let listing = FileListing(context: context)
        if list { return try await listing.print(try target()) }
        let ids =
            last
            ? [try await listing.newest(try target())]
            : try words.map { text throws(ChatError) in try FileID(text) }
        guard !ids.isEmpty else {
            throw ChatError(
                .usage, "getfile needs the id of a file", hint: "'chatroom getfile --list' shows what there is.")
        }
        var receiving = FileReceiving(
            client: try await context.transferClient(), display: .terminal(of: context),
            place: try place(of: ids.count, context))
        receiving.replaces = force
        receiving.patience = options.timeout ?? .seconds(60)
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
            return .output(context.printer)
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
                $0.set("time", TimeText.rfc3339(opened.time))
                $0.set("path", path)
            })
    }
}
