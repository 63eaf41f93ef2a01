/// Ends a command that has nothing to show with ``ExitStatus/nothingFound``.
struct NothingFound: Error {
    /// What a person who looks at an empty screen is told, such as `no files in ops`; `nil` when nobody is to be told.
    let words: String?
}
