internal import ChatroomStore
internal import Logging

/// What handlers work with; made once, shared by all connections.
struct Services: Sendable {
    let configuration: ServerConfiguration
    let store: any ChatStore
    let accounts: Accounts
    let writer: LogWriter
    let registry: ConnectionRegistry
    let clock: WallClock
    let logger: Logger
}
