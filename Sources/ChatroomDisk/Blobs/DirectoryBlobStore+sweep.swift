public import ChatroomCore
internal import ChatroomSystem

extension DirectoryBlobStore {
    /// Removes what nobody needs any more; files whose names are not the store's own stay.
    ///
    /// What cannot be removed does not keep the rest from going; the first such fault is thrown at the end. Whoever
    /// calls makes a file pending before it opens it, and notes that a file is needed within ten minutes of finishing.
    ///
    /// - Parameters:
    ///   - isPending: Whether what was received of a file that is not whole is to be kept.
    ///   - isNeeded: Whether a whole file is to be kept.
    /// - Throws: ``ChatError``, and what the two throw, at once.
    public func sweep(
        isPending: @Sendable (FileID) async throws -> Bool, isNeeded: @Sendable (FileDigest) async throws -> Bool
    ) async throws {
        let faults = try await sweepUploads(isPending) + sweepBlobs(isNeeded)
        if let first = faults.first { throw first }
    }

    private func sweepUploads(_ isPending: @Sendable (FileID) async throws -> Bool) async throws -> [ChatError] {
        let names = try await blocking("the files could not be listed") { whole throws(BlobFault) in
            try whole.directories.names(in: whole.directories.uploads)
        }
        var faults: [ChatError] = []
        for id in names.compactMap(BlobName.upload) where uploads[id] == nil {
            if try await isPending(id) { continue }
            await collect(&faults) { () throws(ChatError) in try await discardUnlessOpen(id) }
        }
        return faults
    }

    private func sweepBlobs(_ isNeeded: @Sendable (FileDigest) async throws -> Bool) async throws -> [ChatError] {
        let fans = try await blocking("the files could not be listed") { whole throws(BlobFault) in try whole.fans() }
        var faults: [ChatError] = []
        for fan in fans {
            var digests: [FileDigest] = []
            await collect(&faults) { () throws(ChatError) in digests = try await self.digests(in: fan) }
            for digest in digests {
                if try await isNeeded(digest) { continue }
                await collect(&faults) { () throws(ChatError) in try await remove(digest) }
            }
        }
        return faults
    }

    private func digests(in fan: String) async throws(ChatError) -> [FileDigest] {
        try await blocking("the files could not be listed") { whole throws(BlobFault) in try whole.digests(in: fan) }
    }

    private func remove(_ digest: FileDigest) async throws(ChatError) {
        try await blocking("a file could not be removed") { whole throws(BlobFault) in try whole.remove(digest) }
    }

    /// Goes on after a fault, which is kept.
    private func collect(_ faults: inout [ChatError], _ work: () async throws(ChatError) -> Void) async {
        do {
            try await work()
        } catch {
            faults.append(error)
        }
    }

    private func discardUnlessOpen(_ id: FileID) async throws(ChatError) {
        let upload = makeUpload(id)
        if uploads.claim(upload) === upload { _ = try await upload.discard() }
    }
}
