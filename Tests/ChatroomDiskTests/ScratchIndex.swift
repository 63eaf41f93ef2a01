internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomTestSupport

@testable internal import ChatroomDisk

/// A search index in a directory of a test's own.
struct ScratchIndex {
    private let directory: ScratchDirectory
    let index: SearchIndex
    let faults = ScratchStore.FaultLog()

    /// The directory that the index is in.
    var path: String { directory.path }

    init() async throws {
        directory = try ScratchDirectory()
        let faults = faults
        index = try await SearchIndex.open(directory: directory.path, identity: "one") { faults.add($0) }
    }

    /// Indexes messages of the lobby, from seq 1 on, one a second.
    func say(_ bodies: String...) async throws {
        try await index.apply(bodies.enumerated().map { .text($1, Int64($0) + 1) })
    }

    /// The seqs of what is found in the lobby.
    func find(_ text: String) async throws -> [Message.Seq] { try await find(SearchText(text).terms) }

    func find(_ terms: [SearchTerm]) async throws -> [Message.Seq] {
        try await index.search(SearchRequest(terms: terms, conversations: [.lobby], limit: 100)).map(\.seq)
    }
}

extension SearchEntry {
    /// A message, by default in the lobby, from the user 1, at `seq` seconds.
    static func text(
        _ body: String, _ seq: Message.Seq, in conversation: Int64 = 1, from sender: Int64 = 1, at time: Int64? = nil,
        hasFile: Bool = false
    ) -> SearchEntry {
        SearchEntry(
            conversation: Conversation.ID(rawValue: conversation), seq: seq, sender: Account.ID(rawValue: sender),
            time: Timestamp(milliseconds: time ?? seq * 1000), hasFile: hasFile, change: .message(body))
    }

    /// An entry of the lobby that is no message.
    static func change(_ change: Change, _ seq: Message.Seq) -> SearchEntry {
        SearchEntry(
            conversation: .lobby, seq: seq, sender: Account.ID(rawValue: 1),
            time: Timestamp(milliseconds: seq * 1000), change: change)
    }
}
