extension HelpTopic {
    /// How messages can be printed.
    static let formattingText = #"""
        How messages are printed

          --json     one object a line, the same in every command: v, type, id, seq,
                     time, conversation, from, kind, text, mentions, replyTo, file,
                     cursor; see chatroom-json(5)
          --format   a line of your own, filled in for each message:
                       {time} {from} {kind} {line} {text} {seq} {id} {conversation}
                       {cursor} {replyTo} {type} {changes} {file} {fileName}
                       {fileSize}
                     \t, \n and \\ stand for a tab, a line feed and a backslash,
                     {{ and }} for braces; in what others wrote a line feed is \n,
                     a tab \t, a backslash \\, another control character \0 and
                     three octal digits: printf '%b' takes them back
                     {line} is always written so, {text} unless --raw is given
          --numbers  each message's number, which --reply-to, --edit and --delete take
          --utc      times in UTC, given and printed; those of --json, --format and
                     --export always are
          --raw      text as it was sent, which may then look like several
                     messages; no effect on a terminal
          --color    auto, always or never

          Times are given as 10:30, 2h (two hours ago), today, yesterday, Mon,
          2026-11-20 or RFC 3339, lengths of time as 90s, 5m, 2h, 3d or 1w; where it
          is how long to wait, a number alone is seconds.

          What others wrote never reaches a terminal as control sequences. In a pipe
          they are escaped, too: a message is one line of --json and of --format.
          jq -r removes the escapes; jq alone leaves a text on its line.

        Examples:
          chatroom history ops --json -n 0 | jq 'select(.kind=="agent") | .text'
          chatroom history ops --format '{time}\t{from}\t{line}' --since 2h
          chatroom listen --format '{cursor} {from}: {line}'
        """#
}
