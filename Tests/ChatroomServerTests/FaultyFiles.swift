import ChatroomCore
import ChatroomStore

/// A catalogue of files that counts how often it is looked whether one is kept.
struct FaultyFiles: FileCatalog {
    let store: any FileCatalog
    let faults: FaultyStore

    func storedFile(
        _ id: FileID, for account: Account.ID, isCounted: Bool, at time: Timestamp
    ) async throws(ChatError) -> StoredFile? {
        faults.plan.withLock { $0.fileReads += 1 }
        return try await store.storedFile(id, for: account, isCounted: isCounted, at: time)
    }

    func beginFile(_ file: PendingFile, of account: Account.ID, quota: FileQuota) async throws(ChatError) {
        try await store.beginFile(file, of: account, quota: quota)
    }
    func pendingFile(_ id: FileID, of account: Account.ID) async throws(ChatError) -> PendingFile? {
        try await store.pendingFile(id, of: account)
    }
    func pendingFiles(of account: Account.ID) async throws(ChatError) -> [PendingFile] {
        try await store.pendingFiles(of: account)
    }
    func noteReceived(
        _ bytes: Int64, of id: FileID, quota: FileQuota, at time: Timestamp
    ) async throws(ChatError) { try await store.noteReceived(bytes, of: id, quota: quota, at: time) }
    func finishFile(
        _ id: FileID, as whole: WholeFile, quota: FileQuota, at time: Timestamp
    ) async throws(ChatError) { try await store.finishFile(id, as: whole, quota: quota, at: time) }
    func discardFile(_ id: FileID, of account: Account.ID) async throws(ChatError) {
        try await store.discardFile(id, of: account)
    }
    func takeDownload(
        of id: FileID, by account: Account.ID, again: Bool, at time: Timestamp
    ) async throws(ChatError) -> Bool { try await store.takeDownload(of: id, by: account, again: again, at: time) }
    func expireFiles(at time: Timestamp, pendingSince: Timestamp) async throws(ChatError) {
        try await store.expireFiles(at: time, pendingSince: pendingSince)
    }
    func isUploadKnown(_ id: FileID) async throws(ChatError) -> Bool { try await store.isUploadKnown(id) }
    func isBlobNeeded(_ digest: FileDigest) async throws(ChatError) -> Bool { try await store.isBlobNeeded(digest) }
}
