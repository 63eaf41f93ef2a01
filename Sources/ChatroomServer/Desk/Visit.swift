internal import ChatroomCore
internal import ChatroomStore
internal import ChatroomWire

/// One peer's time at its desk: what handlers work with, and what is known from one call to the next.
struct Visit {
    let services: Services
    let peer: any Peer
    /// By what number the peer knows the call that is being handled.
    var request: RequestID = 0
    var session: Session
    var files = OpenFiles()

    init(services: Services, peer: any Peer) {
        self.services = services
        self.peer = peer
        session = Session(failedLoginLimit: services.configuration.limits.failedLoginsPerConnection)
    }

    /// Lets go of the files that are open.
    mutating func closeFiles() async {
        for id in files.uploads.keys { await services.engines.blobs.close(id) }
        files = OpenFiles()
    }
}
