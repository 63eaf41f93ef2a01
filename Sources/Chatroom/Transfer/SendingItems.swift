internal import ChatroomClient
internal import ChatroomCore

/// What the user named to be sent, opened.
struct SendingItems {
    /// Paths, or `-` for standard input.
    let paths: [String]
    /// What the only one is called.
    let name: FileName?
    /// Whether all of them are one archive.
    let asTar: Bool

    /// Opens everything.
    ///
    /// - Returns: The items, in the order in which they were named.
    /// - Throws: `ChatError` with code `file-missing`, `file-access`, `invalid` or `usage`.
    func open() throws -> [FileSending.Item] {
        if asTar {
            let archive = try TarSource(paths: paths)
            let ending = try name ?? FileName("\(Self.baseName(paths[0])).tar")
            return [FileSending.Item(name: ending, source: archive)]
        }
        guard paths.count(where: { $0 == "-" }) <= 1 else { throw ChatError(.usage, "standard input can be sent once") }
        return try paths.map { path in
            if path == "-" {
                return FileSending.Item(name: try name ?? FileName("stdin"), source: StreamSource())
            }
            let source = try FileSource.open(path)
            return FileSending.Item(name: try name ?? FileName(Self.baseName(path)), source: source)
        }
    }

    private static func baseName(_ path: String) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? "files"
        return last == "." || last == ".." ? "files" : last
    }
}
