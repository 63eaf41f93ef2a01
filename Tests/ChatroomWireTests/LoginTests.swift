import ChatroomCore
import ChatroomWire
import Testing

@testable import ChatroomTestSupport

struct LoginTests {
    @Test func nothingOfItsSecretShows() {
        let secret = Sample.secret
        #expect(!String(describing: Login(.token(secret))).contains("3031"))
        #expect(
            !String(reflecting: LoggedIn(user: User(name: Sample.ci, kind: .script, role: .member), token: secret))
                .contains("3031"))
    }
}
