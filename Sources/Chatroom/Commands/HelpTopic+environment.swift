internal import ChatroomSystem

extension HelpTopic {
    /// What the variables of the environment change.
    static let environmentText = """
        Environment variables

          CHATROOM_SERVER      the server, HOST:PORT or unix:PATH (--server)
          CHATROOM_PROFILE     the identity to use (--profile)
          CHATROOM_TOKEN       a token from 'chatroom login NAME --print-token'; no
                               stored login is looked at
          CHATROOM_TOKEN_FILE  a file whose first line is a token
          CHATROOM_FINGERPRINT  the server's key (--fingerprint); with a token no file
                               is read or written
          CHATROOM_DATA        the data directory of 'serve' (--data); else
                               STATE_DIRECTORY, as systemd sets it
          CHATROOM_PAGER       shows a long history on a terminal; else PAGER, else
                               less; 'cat' means none

          HOME                 the base of all places of files; they move with
                               XDG_CONFIG_HOME  (profiles)
                               XDG_STATE_HOME   (logins, keys of servers, typed lines)
                               XDG_CACHE_HOME   (names for completion)
                               XDG_DATA_HOME    (a server's data)
          VISUAL, EDITOR       the editor of /edit in the shell
          INPUTRC              readline's settings; else ~/.inputrc

          NO_COLOR             no colours
          CLICOLOR_FORCE       colours even where there is no terminal
          TERM                 'dumb': no colours, the shell works line by line
          LANG, LC_*, TZ       as usual; text is UTF-8 whatever they say

        A flag overrides a variable, a variable the profile's file
        (~/.config/chatroom/profiles/NAME, lines such as 'server = chat.example:8888').

        A command of 'listen --exec' gets the message's text as standard input, and
          CHATROOM_ID  CHATROOM_SEQ  CHATROOM_TIME  CHATROOM_CONVERSATION
          CHATROOM_FROM  CHATROOM_KIND (human, agent, script)  CHATROOM_REPLY_TO
          CHATROOM_MENTIONS  CHATROOM_CURSOR  CHATROOM_ATTEMPT
        That of the shell's 'notify-command' gets some of them, and CHATROOM_TEXT.
        """
}
