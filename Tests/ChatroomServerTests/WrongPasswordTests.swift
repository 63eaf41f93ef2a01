import ChatroomCore
import ChatroomServer
import ChatroomStore
import ChatroomTestSupport
import ChatroomWire
import Testing

@testable import ChatroomServer

/// No wrong password gets in: a thousand of them at each door of a real server, and keys that are wrong by one bit.
@Suite(.timeLimit(.minutes(2)))
struct WrongPasswordTests {
    private static let cost = ScryptCost(logN: 10, blockSize: 1, parallelism: 1)
    /// How many guesses one connection makes at one account.
    private static let guesses = 8

    /// Accounts whose stored key is the right one but for one bit: every bit of every byte.
    @Test func aKeyThatIsWrongByOneBitLetsNobodyIn() async throws {
        try await Self.with { server, store in
            let right = try PasswordHash(of: InProcessServer.password, salt: Array(0..<16), cost: Self.cost)
            try await Self.add("right", right.text, to: store)
            for bit in 0..<256 { try await Self.add("wrong\(bit)", right.flipped(bit).text, to: store) }
            let codes = try await Self.atTheDoor(server, count: 65) { peer, number in
                guard number < 64 else { return [try await peer.guess("right", InProcessServer.password)] }
                var codes: [ChatError.Code?] = []
                for bit in (4 * number)..<(4 * number + 4) {
                    codes.append(try await peer.guess("wrong\(bit)", InProcessServer.password))
                }
                return codes
            }
            #expect(codes.count == 257)
            #expect(codes.count { $0 == .wrongCredentials } == 256)
            #expect(codes.last == .some(nil))
        }
    }

    @Test func noneOfAThousandGuessesLogsIn() async throws {
        try await Self.with { server, store in
            let right = try PasswordHash(of: InProcessServer.password, salt: Array(0..<16), cost: Self.cost)
            for number in 0..<128 { try await Self.add("user\(number)", right.text, to: store) }
            let codes = try await Self.atTheDoor(server, count: 128) { peer, number in
                var codes: [ChatError.Code?] = []
                for guess in Self.wrongOnes(number) { codes.append(try await peer.guess("user\(number)", guess)) }
                return codes
            }
            #expect(codes.count == 1024)
            #expect(codes.allSatisfy { $0 == .wrongCredentials })
        }
    }

    @Test func noneOfAThousandGuessesChangesAPassword() async throws {
        try await Self.with { server, store in
            let right = try PasswordHash(of: InProcessServer.password, salt: Array(0..<16), cost: Self.cost)
            var tokens: [Token.Secret] = []
            var random = SeededRandom(seed: 22)
            for number in 0..<128 {
                let account = try await Self.add("user\(number)", right.text, to: store)
                tokens.append(Token.Secret(using: &random))
                let token = NewToken(digest: tokens[number].digest, account: account.id, label: "")
                _ = try #require(try await store.store.accounts.createToken(token, at: Timestamp(milliseconds: 1)))
            }
            let codes = try await Self.atTheDoor(server, count: 128) { [tokens] peer, number in
                _ = try await peer.ask(.login(Login(.token(tokens[number])))).get()
                var codes: [ChatError.Code?] = []
                for guess in Self.wrongOnes(number) {
                    let change = Request.changePassword(ChangePassword(old: guess, new: "another tractor 7"))
                    codes.append(try await peer.askUntilDone(change).code)
                }
                return codes
            }
            #expect(codes.count == 1024)
            #expect(codes.allSatisfy { $0 == .wrongCredentials })
            for number in 0..<128 {
                let name = try UserName("user\(number)")
                #expect(try await store.store.accounts.account(named: name)?.passwordHash == right.text)
            }
        }
    }

    /// Wrong passwords: any, and some that are nearly right.
    private static func wrongOnes(_ number: Int) -> [String] {
        var random = SeededRandom(seed: UInt64(100 + number))
        let right = InProcessServer.password
        let near = ["", right + " ", String(right.dropLast()), right.uppercased()]
        return near
            + (0..<(guesses - near.count)).map { _ in
                String((0..<14).map { _ in Character(Unicode.Scalar(UInt8.random(in: 33...126, using: &random))) })
            }
    }

    private static func with(_ body: (InProcessServer, FaultyStore) async throws -> Void) async throws {
        try await FaultyStore.with {
            $0.passwordCost = cost
            // Every guess is to be looked at, also those of one source, which this whole machine is.
            $0.limits.failedLoginsPerConnection = 1000
            $0.limits.failedLoginsPerAccount = 100_000
            $0.limits.failedLoginsPerSource = 100_000
        } _: { server, store in
            try await body(server, store)
        }
    }

    @discardableResult
    private static func add(_ name: String, _ hash: String, to store: FaultyStore) async throws -> Account {
        try await store.store.accounts.createAccount(.made(name, hash: hash), at: Sample.time)
    }

    /// Lets many peers guess, each from a source of its own, eight at a time.
    private static func atTheDoor(
        _ server: InProcessServer, count: Int,
        _ guess: @escaping @Sendable (inout RawPeer, Int) async throws -> [ChatError.Code?]
    ) async throws -> [ChatError.Code?] {
        try await withThrowingTaskGroup(of: (Int, [ChatError.Code?]).self) { group in
            var results = [[ChatError.Code?]](repeating: [], count: count)
            for number in 0..<count {
                if number >= 8, let (done, codes) = try await group.next() { results[done] = codes }
                group.addTask {
                    try await RawPeer.with(server, by: .tls, from: "127.9.\(number / 100).\(1 + number % 100)") {
                        peer in
                        _ = try await peer.ask(.hello(Hello(client: "raw"))).get()
                        return (number, try await guess(&peer, number))
                    }
                }
            }
            for try await (done, codes) in group { results[done] = codes }
            return results.flatMap { $0 }
        }
    }
}

extension RawPeer {
    /// Tries a password; the code that it was refused with.
    fileprivate mutating func guess(_ name: String, _ password: String) async throws -> ChatError.Code? {
        try await askUntilDone(.login(Login(.password(name: name, password: password, label: "")))).code
    }

    /// Asks, again while the server is busy.
    fileprivate mutating func askUntilDone(_ request: Request) async throws -> Result<Reply, ChatError> {
        while true {
            let result = try await ask(request)
            if result.code != .busy { return result }
            await Task.yield()
        }
    }
}
