public import ChatroomCore

/// What the user named to be sent.
public struct SendingItems: Sendable {
    /// Paths, or `-` for standard input.
    public let paths: [String]
    /// What the only one is called.
    public let name: FileName?
    /// Whether all of them are one archive.
    public let asTar: Bool

    /// Sets every part.
    public init(paths: [String], name: FileName?, asTar: Bool) {
        (self.paths, self.name, self.asTar) = (paths, name, asTar)
    }

    /// How many items there are.
    public var count: Int { asTar ? 1 : paths.count }

    /// Looks at everything, so that what cannot be sent is told before anything is.
    ///
    /// - Throws: `ChatError` with code `file-missing`, `file-access`, `invalid` or `usage`.
    public func check() throws {
        guard paths.count(where: { $0 == "-" }) <= 1 else {
            throw ChatError(.usage, "standard input can be sent once")
        }
        // One after the other, for there may be more than can be open at once.
        for index in 0..<count where asTar || !isStream(paths[index]) { _ = try open(index) }
    }

    /// Opens one item.
    ///
    /// - Parameter index: Which, from 0 up.
    /// - Returns: The item.
    /// - Throws: As ``check()``.
    public func open(_ index: Int) throws -> FileSending.Item {
        if asTar {
            let archive = try TarSource(paths: paths)
            return FileSending.Item(name: try name ?? FileName("\(Self.baseName(paths[0])).tar"), source: archive)
        }
        let path = paths[index]
        if path == "-" {
            return FileSending.Item(name: try name ?? FileName("stdin"), source: StreamSource())
        }
        let source = try FileSource.open(path)
        return FileSending.Item(name: try name ?? Self.name(of: path), source: source)
    }

    private func isStream(_ path: String) -> Bool { path == "-" || FileSource.isPipe(path) }

    /// What a file is called that the user gives no other name.
    private static func name(of path: String) throws(ChatError) -> FileName {
        let name = baseName(path)
        guard let text = try? RawText.text(name) else {
            throw ChatError(
                .invalid, "the name '\(name)' is not UTF-8", hint: "'sendfile --name' gives the file another.")
        }
        return try FileName(text)
    }

    private static func baseName(_ path: String) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? "files"
        return last == "." || last == ".." ? "files" : last
    }
}
