extension HelpTopic {
    /// The options that every command but `serve` takes.
    static let optionsText = """
        Options of every command that talks to a server

          -s, --server HOST:PORT    the server, or unix:PATH (CHATROOM_SERVER);
                                    localhost:8888 if nothing else is said
          --profile NAME            the identity to use (CHATROOM_PROFILE); each
                                    profile has its own login
          --fingerprint SHA256:...  trust the server only if its key has this
                                    fingerprint
          --accept-new              trust a server that is not known yet without
                                    asking
          --timeout TIME            how long to wait, such as 10s or 5m
          --json                    one JSON object a line on standard output,
                                    errors as JSON on standard error
          -q, --quiet               say nothing but errors
          --verbose                 say more about what is done
          --color WHEN              auto, always or never
          --version                 print the version
          -h, --help                print a screen of help

        They may stand before the command, too: chatroom --profile bob send ops hi
        """
}
