internal import ChatroomClient
internal import ChatroomCore
internal import Glibc

/// The files that messages brought.
struct FileListing {
    let context: CommandContext

    /// Prints the files of a conversation, or of all, the oldest first.
    ///
    /// - Parameter target: The conversation; `nil` for all.
    /// - Throws: ``ExitStatus/nothingFound`` when there are none, and what asking and printing throw.
    func print(_ target: Target?) async throws {
        let isEmpty = try await context.withConnection { connection in
            var isEmpty = true
            var ids: [String] = []
            for target in try await targets(target, on: connection) {
                var query = HistoryQuery(target: target)
                query.filesOnly = true
                var page = try await connection.history(query)
                while true {
                    ids += page.messages.compactMap { $0.file?.id.description }
                    let bytes = page.messages.flatMap { line($0, in: target) }
                    if !bytes.isEmpty {
                        try await context.printer.lines(bytes, isJSON: context.options.json)
                    }
                    isEmpty = isEmpty && bytes.isEmpty
                    guard page.hasMore, let last = page.messages.last else { break }
                    query.after = last.seq
                    page = try await connection.history(query)
                }
            }
            context.noteNames(ids)
            return isEmpty
        }
        if isEmpty { throw ExitStatus.nothingFound }
    }

    /// The newest file of a conversation, or of all; one of somebody else's if there is one.
    ///
    /// - Parameter target: The conversation; `nil` for all.
    /// - Returns: The file.
    /// - Throws: ``ExitStatus/nothingFound`` when there is none.
    func newest(_ target: Target?) async throws -> FileID {
        let messages = try await context.withConnection { connection in
            var messages: [Message] = []
            for target in try await targets(target, on: connection) {
                var query = HistoryQuery(target: target, newest: 20)
                query.filesOnly = true
                messages += try await connection.history(query).messages
            }
            return messages.filter { $0.file != nil }.sorted { left, right in
                let isOwn = (left.sender == connection.user?.name, right.sender == connection.user?.name)
                return isOwn.0 == isOwn.1 ? left.time.milliseconds < right.time.milliseconds : isOwn.0
            }
        }
        guard let file = messages.last?.file else { throw ExitStatus.nothingFound }
        return file.id
    }

    private func targets(_ target: Target?, on connection: ChatConnection) async throws -> [Target] {
        if let target { return [target] }
        return try await connection.conversations().map(\.target)
    }

    private func line(_ message: Message, in target: Target) -> [UInt8] {
        guard let file = message.file else { return [] }
        if context.options.json {
            var bytes: [UInt8] = []
            JSONFormat.append(message, in: target, to: &bytes)
            return bytes
        }
        let fields = [
            file.id.description, TimeText.rfc3339(message.time), target.description, message.sender.text,
            ByteText.text(file.size), file.name.text,
        ]
        return Array((fields.map { TerminalText.line($0) }.joined(separator: "\t") + "\n").utf8)
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
