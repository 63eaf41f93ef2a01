# Rules about the lines of Swift files. Prints FILE:LINE: what for each one that is broken.

function finding(what) { print FILENAME ":" FNR ": " what }

# Which of our modules a module may import; the arrows of the design.
BEGIN {
    arrows["ChatroomCore"] = " "
    arrows["ChatroomStore"] = " ChatroomCore "
    arrows["ChatroomClient"] = " ChatroomCore "
    arrows["ChatroomServer"] = " ChatroomCore ChatroomStore "
    arrows["ChatroomBench"] = " ChatroomCore "
    arrows["Chatroom"] = " ChatroomCore ChatroomClient ChatroomServer "
    allowed_lines = 400
}

FNR == 1 {
    comment = ""
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

code ~ /^(@[A-Za-z_()]+ +)*((public|package|internal|fileprivate|private) +)?import / {
    imported = code
    sub(/.*import +((struct|class|enum|protocol|func|let|var|typealias) +)?/, "", imported)
    sub(/[^A-Za-z0-9_].*/, "", imported)
    if (is_source) {
        if (imported ~ /^Chatroom/ && module in arrows && index(arrows[module], " " imported " ") == 0)
            finding(module " may not import " imported)
        if (imported == "ChatroomServer" && module == "Chatroom" && name !~ /^Serve/)
            finding("only Serve*.swift imports ChatroomServer")
        if (imported == "NIOSSL" && !(module ~ /^Chatroom(Server|Client|Bench)$/ &&
            name ~ /Channel\.swift$|TLS.*\.swift$|^ServerCertificate\.swift$/))
            finding("NIOSSL belongs in *Channel.swift, *TLS*.swift and ServerCertificate.swift")
        if (imported == "ArgumentParser" && module != "Chatroom" && module != "ChatroomBench")
            finding("only executables import ArgumentParser")
    }
    if (imported == "GRDB" && FILENAME !~ /^(Sources\/ChatroomStore|Tests\/ChatroomStoreTests)\//)
        finding("only the store imports GRDB")
    if (imported == "CReadline" && name != "LineEditor.swift")
        finding("only LineEditor.swift imports CReadline")
}

is_source && module ~ /^Chatroom(Core|Client|Server|Store)$/ && code ~ /(^|[^A-Za-z0-9_.])(debugP|p)rint\(/ {
    finding("a library prints nothing")
}

is_source && !has_reason && code ~ /try!/ { finding("try! without a reason") }
is_source && !has_reason && code ~ /@unchecked +Sendable/ { finding("@unchecked Sendable without a word on why it is safe") }
is_source && !has_reason && code ~ /nonisolated\(unsafe\)/ { finding("nonisolated(unsafe) without a word on why it is safe") }
is_source && !has_reason && code ~ /(^|[^A-Za-z0-9_])Task *(<[^{}]*>)? *(\([^()]*\))? *\{|Task\.(detached|immediate)/ {
    finding("an unstructured task without a reason")
}

is_test && name != "Deadline.swift" && code !~ /func sleep/ &&
    code ~ /(Task|Thread|Glibc|Foundation|Clock(\(\))?)\.(u|nano)?sleep\(|(^|[^A-Za-z0-9_.])(u|nano)?sleep\(/ {
    finding("a test waits for events, it does not sleep")
}
