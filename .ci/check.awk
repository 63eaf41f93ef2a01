# Rules about the lines of Swift files. Prints FILE:LINE: what for each one that is broken.

function finding(what) { print FILENAME ":" FNR ": " what }

# Takes the operators of a piece of code into the expression that goes on, which a line, a comma, a comparison, an
# assignment or a keyword ends. `|` and `^` bind alike in Swift, and `&` like `*`, so a mixture without parentheses is
# not what it looks like to somebody who knows C.
function look_for_mixtures(code,    rest, token, place, before) {
    rest = code
    sub(/^ +/, "", rest)
    if (opened[depth] != "(" && rest !~ /^[-+*\/%<>&|^=!?.]+( |$)/) operators[depth] = ""
    rest = " " rest " "
    while (match(rest, /[][(){},;:]|[-+*\/%<>&|^=!?.~]+|[A-Za-z_]+/)) {
        token = substr(rest, RSTART, RLENGTH)
        place = substr(rest, RSTART - 1, 1) substr(rest, RSTART + RLENGTH, 1)
        rest = substr(rest, RSTART + RLENGTH)
        if (rest == "") rest = " "
        if (token ~ /^[(\[{]$/) {
            opened[++depth] = token == "{" ? token : "("
            operators[depth] = ""
        } else if (token ~ /^[])}]$/) {
            if (depth > 0) depth--
        } else if (token ~ /^[,;:]$/ || token in ends_expression) {
            operators[depth] = ""
        } else if (token !~ /^[A-Za-z_]/ && place == "  ") {
            before = operators[depth]
            if (token in bit_operators ? before != "" && before != token : token in arithmetic && before in bit_operators)
                finding("'" before "' and '" token "' are mixed without parentheses")
            operators[depth] = token in bit_operators || token in arithmetic ? token : ""
        }
    }
}

# Which of our modules a module may import; the arrows of the design.
BEGIN {
    arrows["ChatroomCore"] = " "
    arrows["ChatroomWire"] = " ChatroomCore "
    arrows["ChatroomSystem"] = " ChatroomCore "
    arrows["ChatroomStore"] = " ChatroomCore "
    arrows["ChatroomDisk"] = " ChatroomCore ChatroomStore ChatroomSystem "
    arrows["ChatroomClient"] = " ChatroomCore ChatroomSystem ChatroomWire "
    arrows["ChatroomServer"] = " ChatroomCore ChatroomStore ChatroomSystem ChatroomWire "
    arrows["ChatroomTerminal"] = " ChatroomCore ChatroomSystem "
    arrows["ChatroomProcess"] = " ChatroomCore ChatroomSystem "
    arrows["ChatroomShell"] = " ChatroomClient ChatroomCore ChatroomProcess ChatroomSystem ChatroomTerminal ChatroomWire "
    arrows["ChatroomBench"] = " ChatroomCore ChatroomWire "
    arrows["Chatroom"] = " ChatroomClient ChatroomCore ChatroomDisk ChatroomProcess ChatroomServer ChatroomShell ChatroomStore " \
        "ChatroomSystem ChatroomTerminal ChatroomWire "
    allowed_lines = 400
    # Where the system's calls for files may stand outside of ChatroomSystem, and why.
    files_outside["Main.swift"] = "fills the numbers of standard descriptors that were closed, before all else"
    files_outside["ProcessLimits.swift"] = "opens as many as it can, to see how many there may be"
    files_outside["TextFile.swift"] = "the load generator knows the protocol only"
    on_files = "openat|creat|mkstemp|renameat2?|fsync|fdatasync|sync_file_range|posix_fadvise|f?truncate|flock"
    on_files = on_files "|mkdir(at)?|unlink(at)?|rmdir|linkat|symlink(at)?|readlink(at)?|f?chmod(at)?|f?chown(at)?"
    on_files = on_files "|pread|pwrite|(fd)?opendir|readdir|realpath"
    on_files = "(" on_files ")\\(|(l|f)?stat(at|vfs)?\\([^)]|open\\([^()]*O_[A-Z]|rename\\([^:,]*,[^:]*\\)"
    on_files = "(^|[^A-Za-z0-9_.]|Glibc[.])(" on_files ")"
    split("| ^ & << >> &<< &>>", words, " ")
    for (i in words) bit_operators[words[i]]
    split("+ - * / % &+ &- &*", words, " ")
    for (i in words) arithmetic[words[i]]
    split("as case else if guard in is let return throw try var where while", words, " ")
    for (i in words) ends_expression[words[i]]
}

FNR == 1 {
    comment = ""
    is_text = depth = 0
    operators[0] = opened[0] = ""
    split(FILENAME, part, "/")
    is_source = part[1] == "Sources"
    is_test = part[1] == "Tests"
    module = part[2]
    name = FILENAME
    sub(/.*\//, "", name)
}

FNR == allowed_lines + 1 { finding("the file has more than " allowed_lines " lines") }

# A comment, alone on its line, speaks for the next line that is none.
/^ *\/\// {
    comment = comment $0
    next
}

{
    code = $0
    reason = comment
    if (match(code, / \/\/ .*/)) {
        reason = reason substr(code, RSTART)
        code = substr(code, 1, RSTART - 1)
    }
    has_reason = tolower(reason) ~ /(^|[^a-z])safe|reason/
    comment = ""
}

is_source {
    bare = code
    # Of a text in several lines nothing is code, of one in a line only what is left when it is taken out.
    quotes = gsub(/"""/, "\001", bare)
    if (is_text) sub(/^[^\001]*/, "", bare)
    gsub(/\001[^\001]*(\001|$)/, " \"\" ", bare)
    if (quotes % 2) is_text = !is_text
    else if (is_text) bare = ""
    gsub(/"([^"\\]|\\.)*"/, "\"\"", bare)
    if (bare != "") look_for_mixtures(bare)
    if (module != "ChatroomSystem" && !(name in files_outside) && bare ~ on_files && bare !~ /func /)
        finding("files are opened, named, locked and flushed by ChatroomSystem")
}

code ~ /^(@[A-Za-z_()]+ +)*((public|package|internal|fileprivate|private) +)?import / {
    imported = code
    sub(/.*import +((struct|class|enum|protocol|func|let|var|typealias) +)?/, "", imported)
    sub(/[^A-Za-z0-9_].*/, "", imported)
    if (is_source) {
        if (imported ~ /^Chatroom/ && module in arrows && index(arrows[module], " " imported " ") == 0)
            finding(module " may not import " imported)
        if (imported ~ /^Chatroom(Disk|Server|Store)$/ && module == "Chatroom" && name !~ /^Serve/)
            finding("only Serve*.swift imports " imported)
        if (imported ~ /^NIO/ && module == "ChatroomStore" && !(imported == "NIOCore" && name == "BlobStore.swift"))
            finding("of NIO the store knows only ByteBuffer, in BlobStore.swift")
        if (imported == "NIOSSL" && !(module ~ /^Chatroom(Server|Client|Bench)$/ &&
            name ~ /Channel\.swift$|TLS.*\.swift$|^ServerCertificate\.swift$/))
            finding("NIOSSL belongs in *Channel.swift, *TLS*.swift and ServerCertificate.swift")
        if (imported == "ArgumentParser" && module != "Chatroom" && module != "ChatroomBench")
            finding("only executables import ArgumentParser")
    }
    if (imported == "GRDB" && FILENAME !~ /^(Sources\/ChatroomDisk|Tests\/ChatroomDiskTests)\//)
        finding("only ChatroomDisk imports GRDB")
    if (imported == "CReadline" && name != "LineEditor.swift")
        finding("only LineEditor.swift imports CReadline")
}

is_source && module ~ /^Chatroom./ && module !~ /^Chatroom(Bench|Shell)$/ && code ~ /(^|[^A-Za-z0-9_.])(debugP|p)rint\(/ {
    finding("a library prints nothing")
}

is_source && !has_reason && code ~ /try!/ { finding("try! without a reason") }
is_source && !has_reason && code ~ /\.(lower|upper)cased\(\)|[cC]aseInsensitive/ {
    finding("names are compared by asciiLowercased; any other folding of case has a reason")
}
is_source && !has_reason && code ~ /@unchecked +Sendable/ { finding("@unchecked Sendable without a word on why it is safe") }
is_source && !has_reason && code ~ /nonisolated\(unsafe\)/ { finding("nonisolated(unsafe) without a word on why it is safe") }
is_source && !has_reason && code ~ /(^|[^A-Za-z0-9_])Task *(<[^{}]*>)? *(\([^()]*\))? *\{|Task\.(detached|immediate)/ {
    finding("an unstructured task without a reason")
}

is_test && name != "Deadline.swift" && code !~ /func sleep/ &&
    code ~ /(Task|Thread|Glibc|Foundation|Clock(\(\))?)\.(u|nano)?sleep\(|(^|[^A-Za-z0-9_.])(u|nano)?sleep\(/ {
    finding("a test waits for events, it does not sleep")
}
