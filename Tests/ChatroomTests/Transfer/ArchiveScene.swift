import ChatroomCore
import ChatroomTestSupport
import Foundation
import Glibc
import NIOCore

@testable import ChatroomClient

/// Files to make an archive of, and the system's tar, which says what the archive holds.
struct ArchiveScene {
    /// What has a path, as far as an archive keeps it.
    struct Member: Equatable {
        /// Kind and permissions.
        let mode: mode_t
        /// When it was changed, in whole seconds.
        let time: Int
        /// A file's bytes, or where a link leads.
        let bytes: [UInt8]
    }

    /// The directory that paths are given below.
    let folder: String

    /// Lends an empty scene.
    static func with<Result>(_ body: (ArchiveScene) async throws -> Result) async throws -> Result {
        try await ScratchFolder.with { parent in
            for name in ["in", "out"] { mkdir("\(parent)/\(name)", 0o700) }
            return try await body(ArchiveScene(folder: "\(parent)/in"))
        }
    }

    /// A path below the directory.
    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Where a path's member lies when the archive is unpacked.
    func unpacked(_ name: String) -> String { "\(folder.dropLast(2))out\(folder)/\(name)" }

    /// Writes a file whose bytes differ from place to place, with a mode and a time.
    @discardableResult
    func write(_ name: String, _ size: Int, mode: mode_t = 0o644, time: Int = 1_234_567_890) throws -> [UInt8] {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ $0 >> 9 &+ 1) }
        try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
        chmod(path(name), mode)
        let moment = timeval(tv_sec: time, tv_usec: 0)
        utimes(path(name), [moment, moment])
        return bytes
    }

    /// Reads a source to its end, in pieces of a size; each but the last must be whole.
    func bytes(of source: TarSource, piece: Int = 65_536) async throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let next = try await source.read(piece)
            all += next.readableBytesView
            guard next.readableBytes == piece else { break }
        }
        guard try await source.read(piece).readableBytes == 0 else { throw TestFailure("bytes came after the end") }
        return all
    }

    /// The archive of some paths below the directory.
    func archive(_ names: String..., piece: Int = 65_536) async throws -> [UInt8] {
        try await bytes(of: TarSource(paths: names.map(path)), piece: piece)
    }

    /// Unpacks an archive, which tar must find nothing wrong with.
    func unpack(_ archive: [UInt8]) async throws {
        let out = "\(folder.dropLast(2))out"
        let done = try await tar(["-x", "-p", "-C", out, "-f", "-"], archive)
        guard done.errors == "" else { throw TestFailure(done.errors) }
    }

    /// The paths in an archive, in its order, below the directory.
    func list(_ archive: [UInt8]) async throws -> [String] {
        let lines = try await tar(["-t", "--quoting-style=literal", "-f", "-"], archive).output.split(separator: "\n")
        let prefix = folder.dropFirst() + "/"
        return lines.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : String($0) }
    }

    /// Runs tar with an archive as its input.
    func tar(_ arguments: [String], _ archive: [UInt8]) async throws -> FinishedProcess {
        let environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"]
        let process = try RunningProcess("/bin/tar", arguments, environment: environment, input: .bytes(archive))
        return try await process.waitForExit().check()
    }

    /// What is at a path; `nil` when there is nothing.
    func member(_ path: String) -> Member? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        var bytes: [UInt8] = []
        switch status.st_mode & S_IFMT {
        case S_IFREG: bytes = FileManager.default.contents(atPath: path).map { Array($0) } ?? []
        case S_IFLNK:
            var target = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &target, target.count)
            bytes = target.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
        default: break
        }
        // No archive keeps the time of a link as all versions of tar would set it.
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        return Member(mode: status.st_mode, time: isLink ? 0 : Int(status.st_mtim.tv_sec), bytes: bytes)
    }

    /// Every path below one, sorted.
    func everything(below path: String) -> [String] {
        (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).sorted()
    }
}
