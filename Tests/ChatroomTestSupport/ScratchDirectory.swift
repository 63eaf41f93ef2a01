internal import Foundation
internal import Glibc

/// A directory of one test's own, mode 0700, removed with all it holds when the last reference to it goes.
///
/// Its path is short, so that a Unix socket in it stays under the 108 bytes that such a path may have.
public final class ScratchDirectory: Sendable {
    /// The absolute path, without a slash at its end.
    public let path: String

    /// Makes a directory that nobody else has.
    ///
    /// - Throws: ``TestFailure`` when the system refuses.
    public init() throws {
        let root = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(root)/chatroom.XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TestFailure.system("mkdtemp in \(root)", errno) }
        path = template.withUnsafeBufferPointer { buffer in
            String(decoding: buffer.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Runs something with a directory that is removed afterwards.
    ///
    /// - Parameters:
    ///   - isolation: Where `body` runs; left out.
    ///   - body: What to run.
    /// - Returns: What `body` returned.
    /// - Throws: What `body` throws.
    public static func with<Result>(
        isolation: isolated (any Actor)? = #isolation, _ body: (ScratchDirectory) async throws -> Result
    ) async throws -> Result {
        let directory = try ScratchDirectory()
        defer { withExtendedLifetime(directory) {} }
        return try await body(directory)
    }

    /// The path of a file in the directory.
    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file, with the mode that the umask gives.
    ///
    /// - Parameters:
    ///   - name: The file's path within the directory; directories on the way are made.
    ///   - bytes: What the file shall hold.
    /// - Returns: The file's absolute path.
    /// - Throws: The system's error.
    @discardableResult
    public func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let url = URL(fileURLWithPath: file(name))
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
        return file(name)
    }

    /// Makes a directory in this one, mode 0700.
    ///
    /// - Parameter name: Its path within the directory.
    /// - Returns: Its absolute path.
    /// - Throws: The system's error.
    @discardableResult
    public func makeDirectory(_ name: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: file(name), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return file(name)
    }
}
