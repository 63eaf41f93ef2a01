internal import ChatroomCore
internal import ChatroomSystem
internal import Glibc

/// A directory of an archive, open for as long as anything in it is still to come.
final class ArchivedDirectory {
    private let descriptor: Descriptor

    /// The number of the open directory.
    var number: Int32 { descriptor.number }

    /// Takes over an open directory.
    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    /// Reads the names in it.
    ///
    /// - Parameter path: What it is called in an error.
    /// - Returns: The names, in the order of their bytes.
    /// - Throws: `ChatError` with code `file-access`, or `invalid` for a name that is not UTF-8.
    func names(shownAs path: String) throws(ChatError) -> [String] {
        // The stream closes the descriptor that it is given.
        let own = openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard own >= 0 else { throw SystemError.last.chatError(.fileAccess, "cannot read \(path)") }
        guard let stream = fdopendir(own) else {
            let error = SystemError.last.chatError(.fileAccess, "cannot read \(path)")
            close(own)
            throw error
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let name else {
                throw ChatError(.invalid, "a name in \(path) is not UTF-8", hint: "Make the archive with tar.")
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }
}
