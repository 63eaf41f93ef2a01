internal import ChatroomWire

extension WirePeer {
    /// Takes one request to the peer's desk, and writes the answer: the list of all calls, which has to be whole.
    func take(_ frame: ClientFrame, at desk: inout Desk) async {
        let request: Request
        do {
            request = try frame.request.get()
        } catch {
            return write([.reply(frame.id, .failure(desk.refuse(error)))])
        }
        switch request {
        case .hello(let call): await answer(call, frame.id, at: &desk)
        case .register(let call): await answer(call, frame.id, at: &desk)
        case .login(let call): await answer(call, frame.id, at: &desk)
        case .logout(let call): await answer(call, frame.id, at: &desk)
        case .changePassword(let call): await answer(call, frame.id, at: &desk)
        case .listTokens(let call): await answer(call, frame.id, at: &desk)
        case .revokeToken(let call): await answer(call, frame.id, at: &desk)
        case .send(let call): await answer(call, frame.id, at: &desk)
        case .history(let call): await answer(call, frame.id, at: &desk)
        case .follow(let call): await answer(call, frame.id, at: &desk)
        case .unfollow(let call): await answer(call, frame.id, at: &desk)
        case .ack(let call): await answer(call, frame.id, at: &desk)
        case .who(let call): await answer(call, frame.id, at: &desk)
        case .listConversations(let call): await answer(call, frame.id, at: &desk)
        case .createRoom(let call): await answer(call, frame.id, at: &desk)
        case .describeRoom(let call): await answer(call, frame.id, at: &desk)
        case .configureRoom(let call): await answer(call, frame.id, at: &desk)
        case .removeRoom(let call): await answer(call, frame.id, at: &desk)
        case .changeMember(let call): await answer(call, frame.id, at: &desk)
        case .watch(let call): await answer(call, frame.id, at: &desk)
        case .setAway(let call): await answer(call, frame.id, at: &desk)
        case .claim(let call): await answer(call, frame.id, at: &desk)
        case .settle(let call): await answer(call, frame.id, at: &desk)
        case .search(let call): await answer(call, frame.id, at: &desk)
        case .verify(let call): await answer(call, frame.id, at: &desk)
        case .listMarkers(let call): await answer(call, frame.id, at: &desk)
        case .uploadFile(let call): await answer(call, frame.id, at: &desk)
        case .putChunk(let call): await answer(call, frame.id, at: &desk)
        case .finishFile(let call): await answer(call, frame.id, at: &desk)
        case .discardFile(let call): await answer(call, frame.id, at: &desk)
        case .listUploads(let call): await answer(call, frame.id, at: &desk)
        case .openFile(let call): await answer(call, frame.id, at: &desk)
        case .readFile(let call): await answer(call, frame.id, at: &desk)
        case .ping(let call): await answer(call, frame.id, at: &desk)
        case .listCursors(let call): await answer(call, frame.id, at: &desk)
        }
    }

    private func answer<C: Handled>(_ call: C, _ id: RequestID, at desk: inout Desk) async {
        switch await desk.take(call, as: id) {
        case .answer(let answer): write([.reply(id, .success(C.content(of: answer)))])
        case .refused(let error): write([.reply(id, .failure(error))])
        case .later: break
        }
    }
}
