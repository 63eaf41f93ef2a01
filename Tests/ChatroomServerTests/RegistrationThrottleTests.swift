import ChatroomCore
import Testing

@testable import ChatroomServer

struct RegistrationThrottleTests {
    private static let source = Source.ipv4(1)

    @Test func aSourceMakesSoManyAccountsInAnHourAndInADay() throws {
        var throttle = RegistrationThrottle(perHour: 30, perDay: 100)
        var made = 0
        for minute in 0..<24 * 60 {
            for _ in 0..<40 where refusal(&throttle, at: .seconds(60 * minute)) == nil { made += 1 }
            if minute == 0 { #expect(made == 30) }
            if minute == 60 { #expect((59...60).contains(made)) }
        }
        // As many as were left, and those that the day granted.
        #expect((195...200).contains(made))
        while made < 250, refusal(&throttle, at: .seconds(86_400)) == nil { made += 1 }
        let error = try #require(refusal(&throttle, at: .seconds(86_400)))
        #expect(error.code == .rateLimited)
        #expect(error.message.hasSuffix("(registrations-per-day)"))
        #expect(refusal(&throttle, .ipv4(2), at: .seconds(86_400)) == nil)
    }

    @Test(arguments: [(1, 1), (30, 100), (1000, 1000)])
    func whoComesBackWhenToldIsAdmitted(perHour: Int, perDay: Int) throws {
        var throttle = RegistrationThrottle(perHour: perHour, perDay: perDay)
        var time = Duration.seconds(5)
        for _ in 0..<3 * perHour {
            guard let error = refusal(&throttle, at: time) else { continue }
            time += try #require(error.retryAfter)
            #expect(refusal(&throttle, at: time) == nil)
        }
    }

    @Test func whatCameToNothingDoesNotCountAndATakenNameALittle() throws {
        var throttle = RegistrationThrottle(perHour: 3, perDay: 100)
        for _ in 0..<100 {
            try throttle.begin(Self.source, at: .zero)
            throttle.giveBack(1, to: Self.source, at: .zero)
        }
        var probes = 0
        while refusal(&throttle, at: .zero) == nil {
            throttle.giveBack(1 - RegistrationThrottle.taken, to: Self.source, at: .zero)
            probes += 1
        }
        #expect((20...30).contains(probes))
    }

    @Test func thisMachineHasTenTimesAsMany() throws {
        var throttle = RegistrationThrottle(perHour: 3, perDay: 100)
        for _ in 0..<30 { try throttle.begin(.user(1000), at: .zero) }
        #expect(refusal(&throttle, .user(1000), at: .zero) != nil)
        #expect(refusal(&throttle, .user(1001), at: .zero) == nil)
    }

    private func refusal(
        _ throttle: inout RegistrationThrottle, _ source: Source = Self.source, at time: Duration
    ) -> ChatError? {
        do { try throttle.begin(source, at: time) } catch { return error }
        return nil
    }
}
