internal import ChatroomCore

extension CompletionSource {
    /// The candidates for an operand of a command.
    ///
    /// - Parameters:
    ///   - operand: What the word stands for.
    ///   - word: What is typed of it.
    /// - Returns: The candidates, the likeliest first.
    func candidates(for operand: Operand, startingWith word: String) -> [Completion.Candidate] {
        switch operand {
        case .target:
            if word.hasPrefix("@") { return names(startingWith: word) }
            return rooms(startingWith: word) + (word.isEmpty ? names(startingWith: "@") : [])
        case .room: return rooms(startingWith: word)
        case .user: return names(startingWith: word)
        case .message: return messages(startingWith: word) { _ in true }
        case .ownMessage: return messages(startingWith: word, where: \.isOwn)
        case .file:
            return files.filter { begins($0.id, with: word) }.map {
                candidate($0.id, note: TerminalText.line($0.excerpt))
            }
        case .path: return paths(word).map { Completion.Candidate(text: $0.hasSuffix("/") ? $0 : "\($0) ", note: nil) }
        case .command: return commands(startingWith: word)
        case .setting:
            return settings.filter { begins($0.name, with: word) }.map {
                candidate($0.name, note: $0.values.isEmpty ? nil : $0.values.joined(separator: ", "))
            }
        case .answer: return choices.filter { begins($0, with: word) }.map { candidate(TerminalText.line($0)) }
        case .choice(let words): return words.filter { begins($0, with: word) }.map { candidate($0) }
        case .text: return word.hasPrefix("@") ? names(startingWith: word) : []
        }
    }

    /// The commands by name, with a slash where the word has one.
    func commands(startingWith word: String) -> [Completion.Candidate] {
        let sign = word.hasPrefix("/") ? "/" : ""
        return commands.filter { begins("\(sign)\($0.name)", with: word) }
            .sorted { $0.name < $1.name }
            .map { candidate("\(sign)\($0.name)", note: $0.summary) }
    }

    /// The users in the order of ``NameOrder``, with `@` where the word has one.
    func names(startingWith word: String) -> [Completion.Candidate] {
        let sign = word.hasPrefix("@") ? "@" : ""
        return names.names(in: current, startingWith: String(word.dropFirst(sign.count)))
            .map { candidate("\(sign)\($0)") }
    }

    /// What a setting can be set to; empty when there is no such setting or it takes a number.
    func values(ofSetting name: String) -> [String] {
        let name = name.asciiLowercased
        return settings.first { $0.name == name }?.values ?? []
    }

    private func rooms(startingWith word: String) -> [Completion.Candidate] {
        let sign = word.hasPrefix("#") ? "#" : ""
        return rooms.filter { begins("\(sign)\($0)", with: word) }.map { candidate("\(sign)\($0)") }
    }

    private func messages(
        startingWith word: String, where isMeant: (RecentMessage) -> Bool
    ) -> [Completion.Candidate] {
        messages.filter { isMeant($0) && begins(String($0.seq), with: word) }
            .map { candidate(String($0.seq), note: $0.excerpt) }
    }

    private func candidate(_ word: String, note: String? = nil) -> Completion.Candidate {
        Completion.Candidate(text: "\(word) ", note: note.map(TerminalText.line))
    }

    private func begins(_ name: String, with word: String) -> Bool {
        name.asciiLowercased.utf8.starts(with: word.asciiLowercased.utf8)
    }
}
