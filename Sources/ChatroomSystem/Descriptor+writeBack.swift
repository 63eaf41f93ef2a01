internal import Glibc

extension Descriptor {
    private typealias Call = @convention(c) @Sendable (CInt, Int64, Int64, CUnsignedInt) -> CInt

    /// Begins to write what is dirty and waits for nothing; SYNC_FILE_RANGE_WRITE of sync_file_range(2).
    private static let writeBack: CUnsignedInt = 2

    /// The header shows the call to programs in C with `_GNU_SOURCE` only; where it is missing nothing is asked for.
    private static let syncFileRange: Call? = dlsym(nil, "sync_file_range").map { unsafeBitCast($0, to: Call.self) }

    /// Asks the kernel to begin to write bytes of a file to the disk, so that little is left to wait for in the end.
    ///
    /// There is nothing to do when a file system cannot.
    ///
    /// - Parameter range: The bytes.
    public func beginWriteBack(of range: Range<Int64>) {
        _ = Self.syncFileRange?(number, range.lowerBound, range.upperBound - range.lowerBound, Self.writeBack)
    }
}
