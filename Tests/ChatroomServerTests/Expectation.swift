import ChatroomCore
import ChatroomTestSupport
import Testing

/// The code of the error that something ends with; `nil` when it ends well.
func code(_ body: () async throws -> Void) async -> ChatError.Code? {
    do {
        try await body()
        return nil
    } catch let error as ChatError {
        return error.code
    } catch {
        Issue.record(error)
        return nil
    }
}

/// Expects that something is refused.
func expect<Result>(
    _ expected: ChatError.Code, sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Result
) async throws {
    let code = await code { _ = try await body() }
    #expect(code == expected, sourceLocation: sourceLocation)
}

extension Sequence {
    /// Does something for each element, one after the other.
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
