import ChatroomTestSupport
import Synchronization

/// Calls of the store that stand still until a test lets them go on, so that it decides which of two comes first.
extension FaultyStore {
    /// What can be held.
    enum Call: Hashable, Sendable {
        case createToken, setPassword, createAccount, absence, access
    }

    /// Where calls of one kind stand.
    final class Gate: Sendable {
        private let state = Mutex((arrived: 0, isOpen: false))

        /// Waits until so many calls stand here.
        func waitForCalls(_ count: Int = 1) async throws {
            try await eventually("\(count) calls at the gate") { state.withLock { $0.arrived >= count } }
        }

        /// Lets them go on, and all that come later.
        func open() { state.withLock { $0.isOpen = true } }

        fileprivate func pass() async {
            state.withLock { $0.arrived += 1 }
            // A test that forgot to open it fails by its own deadline.
            try? await eventually("the gate to open") { state.withLock { $0.isOpen } }
        }
    }

    /// Makes calls stand still before they reach the store.
    ///
    /// - Returns: Where they stand.
    func hold(_ call: Call) -> Gate {
        let gate = Gate()
        gates.withLock { $0[call] = gate }
        return gate
    }

    /// Lets calls of a kind through again; those that stand at their gate stay there.
    func release(_ call: Call) { gates.withLock { $0[call] = nil } }

    func pass(_ call: Call) async {
        if let gate = gates.withLock({ $0[call] }) { await gate.pass() }
    }
}
