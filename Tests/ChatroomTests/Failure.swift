/// What an operation that runs beside the test ended with; `nil` when it succeeded.
func failure<Value: Sendable>(_ body: @Sendable () async throws -> Value) async -> (any Error)? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
