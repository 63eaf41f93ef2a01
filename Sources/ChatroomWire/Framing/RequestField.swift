/// The fields of `ClientFrame` that hold requests; of some more must be known than the generated code tells.
enum RequestField {
    static let hello: UInt64 = 2
    static let login: UInt64 = 4
    static let send: UInt64 = 9
    static let settle: UInt64 = 25
    static let search: UInt64 = 26
    static let putChunk: UInt64 = 30

    /// All of them: those out of which the generated code makes a request, found by trying.
    static let all = Set(
        (1...255 as ClosedRange<UInt64>).filter { field in
            let low = UInt8((field << 3) & 0x7F) | 2
            let tag = field < 16 ? [low] : [low | 0x80, UInt8(field >> 4)]
            return (try? PBClientFrame(serializedBytes: tag + [0]))?.request != nil
        })
}
