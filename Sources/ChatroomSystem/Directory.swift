internal import ChatroomCore
internal import Glibc

/// Directories that the user names.
public enum Directory {
    /// Whether there is one at a path.
    public static func exists(_ path: String) -> Bool {
        var status = stat()
        return path.withRawBytes { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a directory that begin with no dot; none when it cannot be read.
    public static func names(in path: String) -> [String] {
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
