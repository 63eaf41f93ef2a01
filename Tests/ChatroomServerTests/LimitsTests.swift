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
                limits.fileBytes == 7, limits.fileBytesPerUser == 7, limits.fileBytesInAll == 7,
                limits.freeSpacePercent == 7, limits.uploadTime == .seconds(7), limits.editsPerMessage == 7,
            ]
            #expect(values.count(where: \.self) == 1, "\(name)")
        }
        #expect(Limits.names.count == 15)
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
