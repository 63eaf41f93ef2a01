/// How the shell is meant.
struct ShellManner: Sendable {
    /// Whether messages are shown as they come.
    var isFollowing = true
    /// How long to try when there is no connection; `nil` for ever.
    var patience: Duration?
    /// Whether control sequences may be written.
    var knowsSequences = true
    /// Whether tmux shows what is written.
    var isWithinTmux = false
    /// Whether the user said where to begin.
    var isPlaceGiven = true
}
