import ChatroomCore
import Testing

@testable import ChatroomShell

struct ShellSettingsTests {
    @Test func theTableAndTheDefaultsAgree() {
        #expect(
            ShellSettings.names == [
                "bell", "notify", "notify-command", "highlight", "numbers", "utc", "history", "paste",
            ])
        let values = ShellSettings.names.map { ShellSettings().value(of: $0) }
        #expect(values == ["mentions", "off", "off", "off", "off", "off", "on", "5"])
        #expect(ShellSettings().text.isEmpty)
        #expect(ShellSettings(parsing: "") == ShellSettings())
    }

    @Test func everyValueOfTheTableCanBeSetReadAndKept() throws {
        for entry in ShellSettings.table {
            #expect(!entry.summary.isEmpty)
            for value in entry.values.isEmpty ? ["1", "5", "1000"] : entry.values {
                var settings = ShellSettings()
                try settings.set(entry.name, to: value)
                #expect(settings.value(of: entry.name) == value)
                #expect(ShellSettings(parsing: settings.text) == settings)
                try settings.set(entry.name, to: ShellSettings().value(of: entry.name) ?? "")
                #expect(settings == ShellSettings())
            }
        }
    }

    @Test func settingsHaveTypes() throws {
        var settings = ShellSettings()
        try settings.set("bell", to: "off")
        try settings.set("Notify", to: "ALL")
        try settings.set("numbers", to: "on")
        try settings.set("utc", to: "on")
        try settings.set("history", to: "off")
        try settings.set("paste", to: "20")
        #expect(settings.bell == .off)
        #expect(settings.notify == .all)
        #expect(settings.numbers)
        #expect(settings.utc)
        #expect(!settings.history)
        #expect(settings.paste == 20)
        #expect(settings.text == "bell off\nnotify all\nnumbers on\nutc on\nhistory off\npaste 20\n")
        settings.bell = .all
        #expect(settings.value(of: "bell") == "all")
    }

    @Test(arguments: [
        ("bel", "Did you mean 'bell'?"), ("histroy", "Did you mean 'history'?"), ("colour", "'/set' lists all."),
        ("", "'/set' lists all."), ("ignore", "Write '/ignore NAME'."), ("mute", "Write '/mute ROOM'."),
    ])
    func anUnknownSettingIsAnError(name: String, hint: String) {
        var settings = ShellSettings()
        #expect(throws: ChatError(.usage, "no such setting '\(name)'", hint: hint)) { try settings.set(name, to: "on") }
        #expect(settings.value(of: name) == nil)
        #expect(settings == ShellSettings())
    }

    @Test(arguments: [
        ("bell", "on", "off, mentions or all"), ("utc", "yes", "on or off"), ("utc", "", "on or off"),
        ("paste", "0", "a number from 1 to 1000"), ("paste", "1001", "a number from 1 to 1000"),
        ("paste", "-5", "a number from 1 to 1000"), ("paste", "five", "a number from 1 to 1000"),
        ("paste", "99999999999999999999", "a number from 1 to 1000"), ("paste", " 5", "a number from 1 to 1000"),
    ])
    func aWrongValueIsAnErrorThatSaysWhatIsRight(name: String, value: String, allowed: String) {
        var settings = ShellSettings()
        #expect(throws: ChatError(.usage, "\(name) cannot be '\(value)'", hint: "It can be \(allowed).")) {
            try settings.set(name, to: value)
        }
        #expect(settings == ShellSettings())
    }

    @Test func whoIsIgnoredIsKeptByName() throws {
        var settings = ShellSettings()
        for name in ["zoe", "Bob", "zoe"] { try settings.ignore(try UserName(name)) }
        #expect(settings.text == "ignore bob\nignore zoe\n")
        #expect(ShellSettings(parsing: "ignore @ZOE\nignore bob\nignore bob\n") == settings)
        settings.stopIgnoring(try UserName("zoe"))
        settings.stopIgnoring(try UserName("nobody"))
        #expect(settings.ignored == [try UserName("bob")])
    }

    @Test func atMost1000UsersAreIgnored() throws {
        var settings = ShellSettings()
        for number in 0..<1_000 { try settings.ignore(try UserName("u\(number)")) }
        try settings.ignore(try UserName("u7"))
        let error = #expect(throws: ChatError.self) { try settings.ignore(try UserName("more")) }
        #expect(error?.code == .usage)
        #expect(ShellSettings(parsing: settings.text) == settings)
        let long = ShellSettings(parsing: settings.text + "ignore more\n")
        #expect(long.ignored == settings.ignored)
        #expect(long.text.contains("ignore more\n"))
    }

    @Test(arguments: [
        "colour dark", "bell sound", "paste 5000", "utc", "utc on on", "ignore", "ignore al ice", "ignore lobby",
        "# a comment", "=", "\u{1B}[2J", "bell\u{0}all", "UTC on", "e\u{301}",
    ])
    func aLineThatMeansNothingSurvives(line: String) throws {
        var settings = ShellSettings(parsing: "notify all\n\(line)\nutc on\n")
        #expect(settings.notify == .all)
        #expect(settings.utc)
        #expect(settings.bell == .mentions)
        #expect(settings.paste == 5)
        #expect(settings.ignored.isEmpty)
        try settings.set("numbers", to: "on")
        #expect(settings.text == "\(line)\nnotify all\nnumbers on\nutc on\n")
        #expect(ShellSettings(parsing: settings.text) == settings)
    }

    @Test func whatIsSetReplacesWhatANewerVersionWrote() throws {
        var settings = ShellSettings(parsing: "bell sound 3\nbell all\ncolour dark\n")
        #expect(settings.bell == .all)
        try settings.set("bell", to: "off")
        #expect(settings.text == "colour dark\nbell off\n")
    }

    @Test(arguments: [
        "bell all\r\nutc on\r\n", "  bell\tall  \n\n\nutc   on", "bell off\nbell all\nutc on\n", "utc on\nbell all",
    ])
    func whatSomebodyWroteByHandIsUnderstood(text: String) {
        var expected = ShellSettings()
        expected.bell = .all
        expected.utc = true
        #expect(ShellSettings(parsing: text) == expected)
    }

    @Test func aCommandAndWordsAreKeptAsTheyWereGiven() throws {
        var settings = ShellSettings()
        try settings.set("notify-command", to: "notify-send -a 'My Chat' \"a b\"")
        try settings.set("highlight", to: "Deploy, größe  deploy,磁盘")
        #expect(settings.notifyCommand == "notify-send -a 'My Chat' \"a b\"")
        #expect(settings.highlight == ["deploy", "größe", "磁盘"])
        #expect(ShellSettings(parsing: settings.text) == settings)
        for (name, value) in [
            ("notify-command", "say 'open"), ("notify-command", " "), ("notify-command", "a\nb"),
            ("notify-command", String(repeating: "x", count: 1_001)), ("highlight", ","),
            ("highlight", String(repeating: "x", count: 65)),
            ("highlight", (0...20).map { "w\($0)" }.joined(separator: ",")),
        ] {
            #expect(throws: ChatError.self) { try settings.set(name, to: value) }
        }
        try settings.set("notify-command", to: "off")
        try settings.set("highlight", to: "OFF")
        #expect(settings == ShellSettings())
    }

    @Test func mutedRoomsAreKept() throws {
        var settings = ShellSettings()
        try settings.mute(try RoomName("ops"))
        try settings.mute(try RoomName("builds"))
        #expect(settings.text == "mute builds\nmute ops\n")
        #expect(ShellSettings(parsing: settings.text) == settings)
        settings.unmute(try RoomName("ops"))
        #expect(settings.muted == [try RoomName("builds")])
        for number in 0..<999 { try settings.mute(try RoomName("room-\(number)")) }
        #expect(throws: ChatError.self) { try settings.mute(try RoomName("one-more")) }
    }
}
