public import NIOCore

/// What a file is read from when it is sent.
public protocol UploadSource: Sendable {
    /// How many bytes there are; `nil` when only the end will tell.
    var size: Int64? { get }
    /// Whether earlier bytes can be read again.
    var isSeekable: Bool { get }

    /// Reads the next bytes.
    ///
    /// - Parameter count: How many; fewer come at the end only.
    /// - Returns: The bytes; empty at the end.
    /// - Throws: What reading throws.
    func read(_ count: Int) async throws -> ByteBuffer

    /// Goes back, so that the next bytes are those from an offset on.
    ///
    /// - Parameter offset: In bytes.
    /// - Throws: What seeking throws.
    func rewind(to offset: Int64) async throws

    /// Makes sure that what was read is one state of the file.
    ///
    /// - Throws: `ChatError` with code `invalid` when it changed meanwhile.
    func checkUnchanged() async throws
}

/// Where a file goes when it is fetched.
public protocol DownloadSink: Sendable {
    /// How many of the first bytes are there already.
    var received: Int64 { get async }

    /// Takes the next bytes.
    ///
    /// - Parameter bytes: The bytes.
    /// - Throws: What writing throws.
    func append(_ bytes: ByteBuffer) async throws
}
