internal import ChatroomCore
internal import ChatroomStore
internal import Testing

/// What every engine keeps of the contract of cursors.
struct CursorContractTests {
    private let name: ChatroomCore.Cursor.Name

    init() throws { name = try ChatroomCore.Cursor.Name("inbox") }

    private func move(_ account: Account, _ seq: Message.Seq, in conversation: Conversation.ID = .lobby) -> Write {
        .move(CursorMove(account: account.id, name: name, conversation: conversation, seq: seq))
    }

    private func position(of account: Account, in scene: LogScene) async throws -> Message.Seq {
        try await scene.log.position(of: name, of: account, in: .lobby)
    }

    private func withMessages(_ engine: LogEngine, _ count: Int) async throws -> LogScene {
        let scene = try await engine.open()
        for number in 1...count { try await scene.say("\(number)") }
        return scene
    }

    @Test(arguments: LogEngine.allCases)
    func aCursorMovesForwardNeverBack(engine: LogEngine) async throws {
        let scene = try await withMessages(engine, 5)
        let time = Timestamp(milliseconds: 2000)
        let moves = [move(scene.alice, 4), move(scene.alice, 2), move(scene.bob, 3)]
        for outcome in try await scene.log.write(moves, at: time) {
            #expect(try outcome.get() == .moved(nil, of: []))
        }
        #expect(try await position(of: scene.alice, in: scene) == 4)
        #expect(try await position(of: scene.bob, in: scene) == 3)
        _ = try await scene.log.write([move(scene.alice, 3)], at: time)
        #expect(try await position(of: scene.alice, in: scene) == 4)
    }

    @Test(arguments: LogEngine.allCases, [-1, 6, Int64.max])
    func oneThatLeavesTheLogIsRefusedAndTakesNoneAlong(engine: LogEngine, seq: Message.Seq) async throws {
        let scene = try await withMessages(engine, 5)
        let batch: [Write] = [
            move(scene.bob, 5), move(scene.alice, seq), .append(.from(scene.bob, "6")),
            move(scene.bob, 0, in: Conversation.ID(rawValue: 99)),
        ]
        let outcomes = try await scene.log.write(batch, at: Timestamp(milliseconds: 2000))
        // Moves come after what is appended with them.
        #expect(outcomes.map { $0.code } == [nil, seq == 6 ? nil : .invalid, nil, .notFound])
        #expect(try await position(of: scene.bob, in: scene) == 5)
        #expect(try await scene.log().count == 6)
    }
}

extension Result<Written, ChatError> {
    fileprivate var code: ChatError.Code? {
        if case .failure(let error) = self { error.code } else { nil }
    }
}
