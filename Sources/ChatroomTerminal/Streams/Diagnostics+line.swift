public import ChatroomCore

extension Diagnostics {
    /// Tells what becomes of a connection that is to last.
    ///
    /// - Parameters:
    ///   - status: What became of it.
    ///   - address: The server.
    public func tell(_ status: LineStatus, of address: String) {
        switch status {
        case .lost(let error, let wait):
            note("\(error.message); retrying in \(DurationText.text(wait)) (nothing is lost)")
        case .back(let time): note("back after \(DurationText.text(time))")
        case .unreached(let error): note("\(error.message); trying until it answers")
        case .reached(let time): note("\(address) answers after \(DurationText.text(time))")
        case .tooFast(let error, let wait): aside("\(error.message); going on in \(DurationText.text(wait))")
        }
    }
}
