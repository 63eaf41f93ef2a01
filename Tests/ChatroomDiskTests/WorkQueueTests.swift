internal import ChatroomCore
public import ChatroomStore
internal import ChatroomTestSupport
internal import Testing

struct WorkQueueTests {
    @Test func theOldestComeFirstAndNoneTwice() {
        var queue = WorkQueue(CursorState(position: 2, done: [4]))
        #expect(queue.take(atMost: 2, upTo: 9, for: 1) == [3, 5])
        #expect(queue.take(atMost: 9, upTo: 7, for: 2) == [6, 7])
        #expect(queue.take(atMost: 9, upTo: 7, for: 1).isEmpty)
        #expect(queue.seqs(of: 1) == [3, 5])
        #expect(queue.held(by: 2) == 2)
        #expect(queue.take(atMost: 0, upTo: 9, for: 1).isEmpty)
        #expect(queue.take(atMost: 9, upTo: 9, for: 1) == [8, 9])
    }

    @Test func whatIsGivenBackComesFirstAndCountsAsNoFailure() {
        var queue = WorkQueue(CursorState(position: 0))
        #expect(queue.take(atMost: 4, upTo: 9, for: 1) == [1, 2, 3, 4])
        queue.giveBack([2, 4], of: 1)
        // It has no others, and nobody else's.
        queue.giveBack([1, 9], of: 2)
        #expect(queue.take(atMost: 3, upTo: 9, for: 2) == [2, 4, 5])
        #expect(queue.failures(of: 2) == 0)
        #expect(queue.seqs(of: 1) == [1, 3])
    }

    @Test func whatFailsComesAgainAndIsCounted() {
        var queue = WorkQueue(CursorState(position: 0, failures: [2: 3]))
        #expect(queue.take(atMost: 2, upTo: 4, for: 1) == [1, 2])
        queue.settle(done: [], failed: [1, 2], position: 0)
        #expect(queue.held(by: 1) == 0)
        #expect(queue.failures(of: 1) == 1)
        #expect(queue.failures(of: 2) == 4)
        #expect(queue.take(atMost: 9, upTo: 4, for: 2) == [1, 2, 3, 4])
        queue.settle(done: [2], failed: [], position: 0)
        #expect(queue.failures(of: 2) == 0)
        #expect(queue.take(atMost: 9, upTo: 4, for: 2).isEmpty)
    }

    @Test func whatIsDoneElsewhereIsNotHandedOut() {
        var queue = WorkQueue(CursorState(position: 0))
        #expect(queue.take(atMost: 2, upTo: 6, for: 1) == [1, 2])
        // One that another has, one that nobody has.
        queue.settle(done: [2, 4], failed: [], position: 0)
        #expect(queue.seqs(of: 1) == [1])
        queue.giveBack([1, 2], of: 1)
        #expect(queue.take(atMost: 9, upTo: 6, for: 2) == [1, 3, 5, 6])
        // What failed there before it was handed out here comes in its turn.
        queue.settle(done: [], failed: [8], position: 0)
        #expect(queue.take(atMost: 9, upTo: 8, for: 2) == [7, 8])
        #expect(queue.failures(of: 8) == 1)
    }

    @Test func aPositionTakesEverythingBeforeItAlong() {
        var queue = WorkQueue(CursorState(position: 0))
        #expect(queue.take(atMost: 4, upTo: 9, for: 1) == [1, 2, 3, 4])
        queue.giveBack([1], of: 1)
        queue.settle(done: [], failed: [], position: 5)
        #expect(queue.seqs(of: 1).isEmpty)
        #expect(queue.take(atMost: 9, upTo: 7, for: 2) == [6, 7])
        // It never moves back, and what is done does not fail.
        queue.settle(done: [], failed: [3, 5], position: 2)
        #expect(queue.take(atMost: 9, upTo: 7, for: 2).isEmpty)
        queue.settle(done: [6], failed: [6], position: 5)
        #expect(queue.take(atMost: 9, upTo: 7, for: 2).isEmpty)
    }

    /// Connections take, finish, fail, give back and go in any order.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func nothingIsLostOrWithTwoAtOnce(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let head: Message.Seq = 60
        var queue = WorkQueue(CursorState(position: 0))
        var (done, position): (Set<Message.Seq>, Message.Seq) = ([], 0)
        var held: [Holder: Set<Message.Seq>] = [:]
        func settle(_ seqs: Set<Message.Seq>, isDone: Bool) {
            if isDone { done.formUnion(seqs) }
            while done.contains(position + 1) { position += 1 }
            queue.settle(
                done: isDone ? Array(seqs) : [], failed: isDone ? [] : Array(seqs), position: position)
        }
        for _ in 0..<400 {
            let connection = Holder(node: 0, peer: UInt64.random(in: 1...3, using: &random))
            let part = (held[connection] ?? []).filter { _ in Bool.random(using: &random) }
            switch Int.random(in: 0..<5, using: &random) {
            case 0, 1:
                let taken = queue.take(atMost: Int.random(in: 0...5, using: &random), upTo: head, for: connection)
                #expect(taken == taken.sorted())
                #expect(held.values.allSatisfy { $0.isDisjoint(with: taken) })
                #expect(done.isDisjoint(with: taken))
                held[connection, default: []].formUnion(taken)
                continue
            case 2: settle(part, isDone: true)
            case 3: settle(part, isDone: false)
            default: queue.giveBack(part, of: connection)
            }
            held[connection]?.subtract(part)
            #expect(queue.seqs(of: connection) == (held[connection] ?? []).sorted())
        }
        for connection in held.keys { settle(held[connection] ?? [], isDone: false) }
        let rest = queue.take(atMost: .max, upTo: head, for: 9)
        #expect(Set(rest).union(done) == Set(1...head))
        #expect(done.isDisjoint(with: rest))
    }
}

extension Holder: ExpressibleByIntegerLiteral {
    /// Makes a holder of its number.
    public init(integerLiteral value: UInt64) { self.init(node: 0, peer: value) }
}
