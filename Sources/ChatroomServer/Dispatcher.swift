internal import ChatroomCore
internal import ChatroomStore
internal import Logging

/// Takes the requests of one connection in order and answers each, through one exhaustive switch.
struct Dispatcher {
    let services: Services
    let connection: ConnectionHandle
    private var session: Session
    private var files = OpenFiles()

    init(services: Services, connection: ConnectionHandle) {
        self.services = services
        self.connection = connection
        session = Session(failedLoginLimit: services.configuration.limits.failedLoginsPerConnection)
    }

    /// Answers one request, and logs it with its result and how long it took.
    ///
    /// - Returns: Whether the connection may go on.
    mutating func handle(_ frame: ClientFrame) async -> Bool {
        let started = ContinuousClock.now
        let verb = (try? frame.request.get().verb) ?? "unknown"
        var result = "ok"
        do {
            let request = try frame.request.get()
            try session.admit(request)
            if RequestRule(for: request).isActivity { connection.noteActivity(at: services.clock.now()) }
            if let reply = try await answer(request, id: frame.id) {
                connection.write([.reply(frame.id, .success(reply))])
            }
        } catch {
            let error = ChatError(unexpected: error, verb: verb, logger: services.logger)
            result = error.code.rawValue
            if error.code == .wrongCredentials { session.noteFailedLogin() }
            connection.write([.reply(frame.id, .failure(error))])
        }
        services.logger.debug(
            "request",
            metadata: [
                "verb": "\(verb)", "user": "\(session.identity?.account.user.name.text ?? "-")",
                "result": "\(result)", "ms": "\(started.duration(to: .now).wholeMilliseconds)",
                "connection": "\(connection.id)",
            ])
        return !session.isExhausted
    }

    /// Lets go of what the connection had open.
    mutating func close() async {
        for id in files.uploads.keys { await services.engines.blobs.close(id) }
        files = OpenFiles()
    }

    /// Does what a request asks.
    ///
    /// - Returns: The reply; `nil` when the handler sees to it itself.
    private mutating func answer(_ request: Request, id: UInt64) async throws -> Reply? {
        switch request {
        case .hello(let hello):
            return try HelloHandler(services: services, origin: connection.caller.origin).handle(hello, &session)
        case .register(let register):
            connection.isLoggingIn = true
            defer { connection.isLoggingIn = false }
            return try await RegisterHandler(services: services, connection: connection).handle(register, &session)
        case .login(let login):
            connection.isLoggingIn = true
            defer { connection.isLoggingIn = false }
            return try await LoginHandler(services: services, connection: connection).handle(login, &session)
        case .ping:
            return .done
        case .logout:
            await close()
            return try await TokenHandler(services: services, identity: try identity(), connection: connection)
                .logout(&session)
        case .changePassword(let change):
            return try await ChangePasswordHandler(services: services, identity: try identity())
                .handle(change, connection)
        case .listTokens:
            return try await TokenHandler(services: services, identity: try identity(), connection: connection).list()
        case .revokeToken(let token):
            if token == session.identity?.token { await close() }
            return try await TokenHandler(services: services, identity: try identity(), connection: connection)
                .revoke(token, &session)
        case .send(let message):
            try await SendHandler(services: services, identity: try identity())
                .handle(message, answering: id, of: connection, &session)
            return nil
        case .history(let query):
            return try await HistoryHandler(services: services, identity: try identity()).handle(query)
        case .follow(let follow):
            try await FollowHandler(services: services, identity: try identity())
                .handle(follow, answering: id, of: connection)
            return nil
        case .unfollow(let conversation):
            try await connection.unfollow(conversation)
            return .done
        case .ack(let ack):
            try await AckHandler(services: services, identity: try identity())
                .handle(ack, answering: id, of: connection)
            return nil
        case .claim(let claim):
            return try await ClaimHandler(services: services, identity: try identity()).claim(claim, for: connection)
        case .settle(let settle):
            return try await ClaimHandler(services: services, identity: try identity()).settle(settle)
        case .search(let search):
            return try await SearchHandler(services: services, identity: try identity()).search(search)
        case .verify(let verify):
            return try await SearchHandler(services: services, identity: try identity()).verify(verify)
        case .createRoom, .describeRoom, .configureRoom, .removeRoom, .changeMember:
            return try await answerAboutRooms(request)
        case .who, .watch, .setAway, .listConversations, .listMarkers:
            return try await answerAboutPeople(request)
        case .uploadFile, .putChunk, .finishFile, .discardFile, .listUploads, .openFile, .readFile:
            return try await answerAboutFiles(request)
        }
    }

    private mutating func answerAboutFiles(_ request: Request) async throws -> Reply? {
        let uploads = UploadHandler(services: services, identity: try identity())
        let downloads = DownloadHandler(services: services, identity: try identity())
        switch request {
        case .uploadFile(let upload): return try await uploads.begin(upload, &files)
        case .putChunk(let chunk): return try await uploads.put(chunk, &files)
        case .finishFile(let finish): return try await uploads.finish(finish, &files)
        case .discardFile(let id): return try await uploads.discard(id, &files)
        case .listUploads: return try await uploads.list()
        case .openFile(let id): return try await downloads.open(id, &files)
        case .readFile(let read): return try await downloads.read(read, &files)
        default: return nil
        }
    }

    private func answerAboutRooms(_ request: Request) async throws -> Reply? {
        let rooms = RoomHandler(services: services, identity: try identity())
        if case .describeRoom = request {} else { try rooms.keepRate() }
        switch request {
        case .createRoom(let room): return try await rooms.create(room)
        case .describeRoom(let name): return try await rooms.describe(name)
        case .configureRoom(let change): return try await rooms.configure(change)
        case .removeRoom(let name): return try await rooms.remove(name)
        case .changeMember(let change):
            return try await MemberHandler(services: services, identity: try identity()).handle(change)
        default: return nil
        }
    }

    private func answerAboutPeople(_ request: Request) async throws -> Reply? {
        let people = WatchHandler(services: services, identity: try identity())
        switch request {
        case .who(let who): return try await people.who(who)
        case .watch(let watch): return await people.watch(watch, connection)
        case .setAway(let text): return try await people.setAway(text)
        case .listConversations: return try await people.listConversations()
        case .listMarkers(let target): return try await people.listMarkers(target)
        default: return nil
        }
    }

    private func identity() throws(ChatError) -> Identity {
        guard let identity = session.identity else { throw ChatError(.notLoggedIn, "not logged in") }
        return identity
    }
}

extension ChatError {
    /// What a client is told of an error: itself, or that something went wrong whose real text is a log line.
    init(unexpected error: any Error, verb: String, logger: Logger) {
        if let error = error as? ChatError {
            self = error
        } else {
            logger.error("a request failed", metadata: ["verb": "\(verb)", "error": "\(error)"])
            self.init(.internalError, "the server failed to do this", hint: "Its log has the details.")
        }
    }
}
