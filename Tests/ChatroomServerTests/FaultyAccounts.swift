import ChatroomCore
import ChatroomStore

/// Accounts some of whose calls wait until a test lets them go on.
struct FaultyAccounts: AccountStore {
    let store: any AccountStore
    let faults: FaultyStore

    func createAccount(_ account: NewAccount, at time: Timestamp) async throws(ChatError) -> Account {
        await faults.pass(.createAccount)
        return try await store.createAccount(account, at: time)
    }
    func setPassword(
        hash: String, replacing old: String, of account: Account.ID, keeping token: Token.ID?
    ) async throws(ChatError) -> [Token.ID]? {
        await faults.pass(.setPassword)
        return try await store.setPassword(hash: hash, replacing: old, of: account, keeping: token)
    }
    func createToken(
        _ token: NewToken, at time: Timestamp
    ) async throws(ChatError) -> (id: Token.ID, ended: [Token.ID])? {
        await faults.pass(.createToken)
        return try await store.createToken(token, at: time)
    }
    func absence(of account: Account.ID) async throws(ChatError) -> (away: String?, lastSeen: Timestamp?) {
        await faults.pass(.absence)
        return try await store.absence(of: account)
    }

    func account(named name: UserName) async throws(ChatError) -> (account: Account, passwordHash: String)? {
        try await store.account(named: name)
    }
    func hasAccounts() async throws(ChatError) -> Bool { try await store.hasAccounts() }
    func hasAdministrator() async throws(ChatError) -> Bool { try await store.hasAdministrator() }
    func hasUser(named name: String) async throws(ChatError) -> Bool { try await store.hasUser(named: name) }
    func userNames(limit: Int) async throws(ChatError) -> [UserName] { try await store.userNames(limit: limit) }
    func rehash(_ hash: String, replacing old: String, of account: Account.ID) async throws(ChatError) {
        try await store.rehash(hash, replacing: old, of: account)
    }
    func idSecret(of account: Account.ID, heldBy token: Token.ID) async throws(ChatError) -> MessageID.Secret? {
        try await store.idSecret(of: account, heldBy: token)
    }
    func account(
        withTokenDigest digest: [UInt8], at time: Timestamp
    ) async throws(ChatError) -> (account: Account, token: Token.ID)? {
        try await store.account(withTokenDigest: digest, at: time)
    }
    func setAway(_ text: String?, of account: Account.ID) async throws(ChatError) {
        try await store.setAway(text, of: account)
    }
    func tokens(of account: Account.ID) async throws(ChatError) -> [Token] { try await store.tokens(of: account) }
    func revokeToken(_ token: Token.ID, of account: Account.ID) async throws(ChatError) {
        try await store.revokeToken(token, of: account)
    }
}
