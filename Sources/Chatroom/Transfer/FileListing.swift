internal import ChatroomClient
internal import ChatroomCore
internal import ChatroomWire
internal import Glibc

/// The files that messages brought.
struct FileListing {
    let context: CommandContext

    /// Prints the files of a conversation, or of all, the newest last.
    ///
    /// - Parameter target: The conversation; `nil` for all.
    /// - Throws: ``NothingFound`` when there are none, and what asking and printing throw.
    func print(_ target: Target?) async throws {
        let files = try await context.withConnection { connection in
            var files = FileTable()
            for target in try await targets(target, on: connection) {
                var query = HistoryQuery(target: target)
                query.filesOnly = true
                var page = try await connection.ask(query)
                while true {
                    files.add(page.messages, in: target)
                    if context.options.json { try await printJSON(page.messages, in: target) }
                    guard page.hasMore, let last = page.messages.last else { break }
                    query.after = last.seq
                    page = try await connection.ask(query)
                }
            }
            return files
        }
        context.noteNames(files.ids)
        guard !files.isEmpty else { throw nothing(target) }
        if !context.options.json { try await context.show(files.table) }
    }

    private func printJSON(_ messages: [Message], in target: Target) async throws {
        var bytes: [UInt8] = []
        for message in messages where message.file != nil { JSONFormat.append(message, in: target, to: &bytes) }
        if !bytes.isEmpty { try await context.printer.write(bytes) }
    }

    private func nothing(_ target: Target?) -> NothingFound {
        context.nothing("no files", in: target)
    }

    /// The newest file of a conversation, or of all; one of somebody else's if there is one.
    ///
    /// - Parameter target: The conversation; `nil` for all.
    /// - Returns: The file.
    /// - Throws: ``NothingFound`` when there is none.
    func newest(_ target: Target?) async throws -> FileID {
        let messages = try await context.withConnection { connection in
            var messages: [Message] = []
            for target in try await targets(target, on: connection) {
                var query = HistoryQuery(target: target, newest: 20)
                query.filesOnly = true
                messages += try await connection.ask(query).messages
            }
            return messages.filter { $0.file != nil }.sorted { left, right in
                let isOwn = (left.sender == connection.user?.name, right.sender == connection.user?.name)
                return isOwn.0 == isOwn.1 ? left.time.milliseconds < right.time.milliseconds : isOwn.0
            }
        }
        guard let file = messages.last?.file else { throw nothing(target) }
        return file.id
    }

    private func targets(_ target: Target?, on connection: ChatConnection) async throws -> [Target] {
        if let target { return [target] }
        return try await connection.ask(ListConversations()).conversations.map(\.target)
    }
}

/// Directories that the user names.
enum Directory {
    /// Whether there is one at a path.
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return path.withRawBytes { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a directory that begin with no dot; none when it cannot be read.
    static func names(in path: String) -> [String] {
        guard let directory = path.withRawBytes({ opendir($0) }) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { RawText.string($0.prefix { $0 != 0 }) }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }
}
