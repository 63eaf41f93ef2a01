import ChatroomCore
import Testing

@testable import ChatroomServer

struct LimitsTests {
    @Test func everyNameSetsOneLimit() throws {
        for name in Limits.names {
            var limits = Limits()
            try limits.set("\(name)=7")
            let values = [
                limits.bodyBytes == 7, limits.loginTime == .seconds(7), limits.unauthenticated == 7,
                limits.unauthenticatedPerSource == 7, limits.connectionsPerSource == 7, limits.silence == .seconds(7),
                limits.subscriptions == 7, limits.drainTime == .seconds(7), limits.roomsPerUser == 7,
                limits.tokensPerUser == 7,
                limits.fileBytes == 7, limits.fileBytesPerUser == 7, limits.fileBytesInAll == 7,
                limits.freeSpacePercent == 7, limits.uploadTime == .seconds(7), limits.uploadsPerUser == 7,
                limits.unsentFilesPerUser == 7, limits.uploadIdleTime == .seconds(7), limits.messagesPerMinute == 7,
                limits.messageBurst == 7, limits.sentBytesPerMinute == 7, limits.sentBytesBurst == 7,
                limits.roomChangesPerMinute == 7, limits.kept.freeSpacePercent == 7, limits.kept.cursors == 7,
                limits.kept.unsettled == 7, limits.kept.updateKeys == 7, limits.kept.invitations == 7,
                limits.kept.bans == 7, limits.editsPerMessage == 7,
                limits.failedLoginsPerConnection == 7, limits.failedLoginsPerAccount == 7,
                limits.failedLoginsPerSource == 7, limits.loginRound == .seconds(7), limits.loginWait == .seconds(7),
                limits.registrationsPerHour == 7, limits.registrationsPerDay == 7, limits.kept.memberships == 7,
                limits.filesPerUser == 7, limits.connectionsPerLocalSource == 7,
            ]
            #expect(values.count(where: \.self) == 1, "\(name)")
        }
        #expect(Limits.names.count == 40)
    }

    @Test(arguments: [
        "", "=", "message-bytes", "message-bytes=", "message-bytes=0", "message-bytes=524289", "message-bytes=1e3",
        "message-bytes=-1", "message-bytes=99999999999999999999", "messages=1", "silence-seconds=2",
        "drain-seconds=3601", "message-bytes=1=2",
    ])
    func isRefused(text: String) {
        var limits = Limits()
        let error = #expect(throws: ChatError.self) { try limits.set(text) }
        #expect(error?.code == .usage)
        #expect(limits.bodyBytes == Limits().bodyBytes)
    }
}
