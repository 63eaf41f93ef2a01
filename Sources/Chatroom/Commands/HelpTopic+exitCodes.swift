extension HelpTopic {
    /// What the process returns.
    static let exitCodesText = """
        Exit statuses, the same in every command

            0  done; for send: the message is stored and durable
            1  nothing found: no message, no file, nobody there
           64  the command line is wrong
           65  a name, an id, a text or a file is not valid: too long, empty, not UTF-8
           66  a file that was named is not there
           68  there is no such room, user, message or file
           69  the server cannot be reached, or is stopping
           70  something that should not happen did; the server's log has more
           73  it exists already
           74  reading or writing failed, or stored data is not what it was
           75  try again later: too fast, a disk or a quota is full
           76  another protocol, or another key than the one that is trusted
           77  not logged in, not allowed, wrong password
           78  a local file, a setting or a file mode is wrong
          124  timed out while waiting
          126  the command of --run or --exec cannot be run
          127  there is no such command
          130  interrupted

          'send --ask' returns which answer was given: 0 for the first --choice, 10 for
          the second, 11 for the third, up to 19.
          'send --run' returns what the command returned.

          In a script: 69 and 75 are worth another try, for send with the same --id and
          text, so that nothing is stored twice; all others need a person.

            id=$(cat /proc/sys/kernel/random/uuid) text=$(date)
            until chatroom send ops --id "$id" "$text"; do
                case $? in 69|75) sleep 5 ;; *) exit 1 ;; esac
            done
        """
}
