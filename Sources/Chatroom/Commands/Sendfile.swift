internal import ArgumentParser
internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomTerminal
internal import ChatroomWire

/// `chatroom sendfile`: sends files, each with a message that brings it.
struct Sendfile: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Send files to a room or a user; prints their ids.",
        usage: "chatroom sendfile ROOM|@USER PATH ... [options]",
        discussion: """
            A transfer that was cut off resumes when the same command is given again.
            Unfinished uploads are kept for a day.

            Examples:
              chatroom sendfile @bob dump.sql.zst
              pg_dump shop | zstd | chatroom sendfile ops - --name shop.sql.zst
            """)

    @Argument(help: ArgumentHelp("Where to send them.", valueName: "room|@user"), completion: .target)
    var to: String?

    @Argument(help: ArgumentHelp("Files, or '-' for standard input.", valueName: "path"), completion: .file())
    var paths: [RawArgument] = []

    @Option(
        help: ArgumentHelp("What the file is called, instead of its own name.", valueName: "name"),
        transform: { try FileName($0) })
    var name: FileName?

    @Option(help: ArgumentHelp("A text to go with the file.", valueName: "text"))
    var message = ""

    @Option(
        help: ArgumentHelp("How long the server keeps the file: 2h, 7d.", valueName: "time"),
        transform: { try TimeInput.duration($0) })
    var expires: Duration?

    @Option(help: ArgumentHelp("How many times the file may be fetched.", valueName: "n"))
    var maxDownloads: Int?

    @Flag(help: "Send all files and directories as one tar archive.")
    var tar = false

    @Flag(help: "Start from the beginning instead of resuming.")
    var restart = false

    @Flag(help: "List unfinished uploads.")
    var list = false

    @OptionGroup(title: GlobalOptions.title) var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        if list { return try await printPending(context) }
        try check()
        guard let to, !paths.isEmpty else {
            throw ChatError(
                .usage, "sendfile needs a room or @user, and a file",
                hint: "Write 'chatroom sendfile ops report.pdf'.")
        }
        let target = try Target(to)
        let items = SendingItems(paths: paths.map(\.raw), name: name, asTar: tar)
        try items.check()
        let meter = TransferMeter(on: .terminal(context.diagnostics))
        var sending = FileSending(
            client: try await context.transferClient(), target: target, tell: { meter.take($0) })
        sending.expires = expires
        sending.downloads = maxDownloads
        sending.restarts = restart
        sending.patience = context.patience
        let (ready, text) = (sending, message)
        try await Interruption.guarding {
            for index in 0..<items.count {
                let item = try items.open(index)
                do {
                    let sent = try await ready.send(item, text: index == 0 ? text : "")
                    do {
                        try await report(sent, item, to: target, context)
                    } catch let error as ChatError {
                        throw ChatError(error.code, "\(error.message); the file was sent (\(sent.file))")
                    }
                } catch let error as ChatError {
                    guard index > 0 else { throw error }
                    let which = index == 1 ? "The first file is" : "The first \(index) files are"
                    let hint = error.hint.map { "\($0) " } ?? ""
                    throw ChatError(error.code, error.message, hint: "\(hint)\(which) sent; leave it out next time.")
                }
            }
        }
    }

    private func check() throws(ChatError) {
        guard name == nil || paths.count <= 1 || tar else { throw ChatError(.usage, "--name is for one file") }
        guard (1...1_000_000).contains(maxDownloads ?? 1) else {
            throw ChatError(.usage, "--max-downloads takes a number from 1 to 1000000")
        }
        guard let expires else { return }
        guard expires > .zero, expires <= FinishFile.longestKept else {
            throw ChatError(.usage, "--expires takes a time of up to ten years")
        }
    }

    private func report(
        _ sent: FileUpload.Sent, _ item: FileSending.Item, to target: Target, _ context: CommandContext
    ) async throws {
        guard options.json else { return try await context.printer.line(sent.file.description) }
        try await context.printer.write(
            JSONObject.line {
                $0.set("v", 1)
                $0.set("type", "file")
                $0.set("id", sent.file.description)
                $0.set("name", item.name.text)
                $0.set("size", sent.size)
                $0.set("sha256", sent.digest.description)
                $0.set("conversation", target.description)
                $0.set("seq", sent.receipt.seq)
                $0.set("time", RFC3339.text(sent.receipt.time))
            })
    }

    private func printPending(_ context: CommandContext) async throws {
        guard paths.isEmpty else { throw ChatError(.usage, "--list takes a room or @user, or nothing") }
        let target = try to.map { text throws(ChatError) in try Target(text) }
        let all = try await context.withConnection { try await $0.ask(ListUploads()) }
        let uploads = all.filter { target == nil || $0.target == target }
        guard !uploads.isEmpty else {
            throw context.nothing("no unfinished uploads\(target.map { " to \($0)" } ?? "")")
        }
        guard options.json else { return try await context.show(UploadText.table(uploads)) }
        for upload in uploads { try await context.printer.write(UploadText.json(upload)) }
    }
}
