internal import ChatroomCore

extension HelpTopic {
    /// A few lines for what is done often.
    static let recipesText = """
        Recipes; chatroom-recipes(7) has more

        Tell a room how a command ended
          chatroom send ops --run -- make test

        Pipe into a room, one message or one a line
          make 2>&1 | tail -5 | chatroom send ops
          ./progress.sh | chatroom send ops --lines

        One message that is replaced as work goes on
          chatroom send ops --update build-7 '40 %'

        Ask somebody and wait for the answer
          chatroom send @bob --ask 'Deploy?' --choice yes --choice no --timeout 30m

        Wait for one message
          chatroom listen ops --from bob --match 'go ahead' --count 1 --timeout 1h

        Run a command for each message, each once, also after a restart
          chatroom listen ops --cursor worker --exec ./handle.sh

        Send a stream as a file, and fetch the newest one
          pg_dump shop | zstd | chatroom sendfile @bob - --name shop.sql.zst
          chatroom getfile --last @alice -o - | zstd -d | psql

        What happened while I was away
          chatroom history --unread --mark

        Search, and keep a copy
          chatroom history --search 'disk from:ci after:2026-11-01'
          chatroom history ops --export > ops.jsonl

        A token for a machine
          (umask 077; chatroom login ci --print-token > token)
          CHATROOM_TOKEN_FILE=token chatroom send ops hello
        """
}
