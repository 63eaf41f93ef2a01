import ChatroomCore
import ChatroomStore
import ChatroomTestSupport
import Testing

@testable import ChatroomServer

struct AppendQueueTests {
    @Test func oneOfEachConnectionIsTakenInTurn() {
        var queue = AppendQueue()
        for number in 1...4 { queue.append(entry(number), from: 1) }
        queue.append(entry(5), from: 2)
        for number in 6...7 { queue.append(entry(number), from: 3) }
        let taken = queue.take(atMost: 100, bytes: .max)
        #expect(taken.map(\.connection) == [1, 2, 3, 1, 3, 1, 1])
        #expect(taken.map(\.entry.number) == [1, 5, 6, 2, 7, 3, 4])
        #expect(queue.isEmpty)
        #expect(queue.bytes == 0)
    }

    @Test func aTurnIsKeptFromOneBatchToTheNext() {
        var queue = AppendQueue()
        for number in 1...3 { queue.append(entry(number), from: 1) }
        for number in 4...6 { queue.append(entry(number), from: 2) }
        #expect(queue.take(atMost: 1, bytes: .max).map(\.connection) == [1])
        #expect(queue.take(atMost: 2, bytes: .max).map(\.connection) == [2, 1])
        // One that comes back waits behind those that wait already.
        queue.append(entry(7), from: 3)
        #expect(queue.take(atMost: 10, bytes: .max).map(\.connection) == [2, 1, 3, 2])
    }

    @Test func aFullPipeDelaysAPersonByOneMessage() {
        var queue = AppendQueue()
        for number in 1...256 { queue.append(entry(number), from: 1) }
        queue.append(entry(999), from: 2)
        #expect(queue.take(atMost: 2, bytes: .max).map(\.entry.number) == [1, 999])
    }

    @Test func bytesBoundABatchButForItsFirstMessage() {
        var queue = AppendQueue()
        for number in 1...3 { queue.append(entry(number, bytes: 40), from: 1) }
        queue.append(entry(4, bytes: 500), from: 1)
        #expect(queue.bytes == 620)
        #expect(queue.take(atMost: 10, bytes: 100).count == 2)
        #expect(queue.take(atMost: 10, bytes: 100).count == 1)
        #expect(queue.take(atMost: 10, bytes: 100).map(\.entry.number) == [4])
        #expect(queue.take(atMost: 10, bytes: 100).isEmpty)
    }

    @Test(arguments: [1, 7, 256])
    func whateverTheBatchesNothingIsLostOrReordered(size: Int) {
        var random = SeededRandom(seed: UInt64(size))
        var queue = AppendQueue()
        var given: [UInt64: [UInt64]] = [:]
        var taken: [UInt64: [UInt64]] = [:]
        func take() {
            for (connection, entry) in queue.take(atMost: size, bytes: 300) {
                taken[connection, default: []].append(entry.number)
            }
        }
        for number in 1...2000 {
            let connection = UInt64.random(in: 1...5, using: &random)
            queue.append(entry(number, bytes: Int.random(in: 1...50, using: &random)), from: connection)
            given[connection, default: []].append(UInt64(number))
            if Int.random(in: 0..<10, using: &random) == 0 { take() }
        }
        while !queue.isEmpty { take() }
        #expect(taken == given)
        #expect(queue.bytes == 0)
        #expect((1...5).allSatisfy { queue.count(of: $0) == 0 })
    }

    private func entry(_ number: Int, bytes: Int = 1) -> AppendQueue.Entry {
        AppendQueue.Entry(
            write: .append(Sample.new(number, body: String(repeating: "x", count: bytes))),
            asker: .request(UInt64(number)))
    }
}

extension AppendQueue.Entry {
    /// The request that it answers.
    fileprivate var number: UInt64 {
        if case .request(let number, _) = asker { number } else { 0 }
    }
}
