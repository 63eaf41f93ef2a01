import Foundation
import Testing

/// Console text of a page: commands after `$ `, each with the lines that it prints.
struct Transcript: Sendable {
    /// A command, with its further lines after `> `, and what it prints.
    struct Step: Sendable, CustomTestStringConvertible {
        var command: String
        var output: [String] = []

        var testDescription: String { "$ \(command)" }
    }

    /// What came of a step.
    struct Outcome: Sendable {
        let printed: [String]
        let status: Int32
    }

    var steps: [Step] = []

    /// Reads the text; what comes before the first command is no transcript and left out.
    init(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("$ ") {
                steps.append(Step(command: String(line.dropFirst(2))))
            } else if let last = steps.indices.last {
                if line.hasPrefix("> "), steps[last].output.isEmpty {
                    steps[last].command += "\n" + line.dropFirst(2)
                } else {
                    steps[last].output.append(String(line))
                }
            }
        }
        // The end of the last line is none of its own.
        if let last = steps.indices.last, steps[last].output.last == "" { steps[last].output.removeLast() }
    }

    /// Whether a command or a printed line contains a text.
    func contains(_ text: String) -> Bool {
        steps.contains { $0.command.contains(text) || $0.output.contains { $0.contains(text) } }
    }

    /// Puts a text in the place of another, in commands and in what they print.
    mutating func replace(_ text: String, with other: String) {
        for index in steps.indices {
            steps[index].command.replace(text, with: other)
            for line in steps[index].output.indices { steps[index].output[line].replace(text, with: other) }
        }
    }

    /// Whether it shows what its commands print; some blocks show commands alone.
    var showsOutput: Bool { steps.contains { !$0.output.isEmpty } }

    /// A program that it needs and this machine has not.
    var missingTool: String? {
        ["jq", "zstd", "openssl", "xargs"].first { tool in
            let isThere = ["/bin/", "/usr/bin/"].contains { FileManager.default.isExecutableFile(atPath: $0 + tool) }
            return !isThere && contains("\(tool) ")
        }
    }

    /// Compares what came of the steps with what is shown.
    ///
    /// - Parameters:
    ///   - outcomes: One for each step.
    ///   - statuses: The exit statuses that are not 0, by the beginning of the command.
    func check(
        _ outcomes: [Outcome], statuses: [String: Int32] = [:]
    ) {
        #expect(outcomes.count == steps.count, "it did not come to its end")
        for (index, (step, outcome)) in zip(steps, outcomes).enumerated() {
            let showsStatus = steps.dropFirst(index + 1).first?.command == "echo $?"
            let status = statuses.first { step.command.hasPrefix($0.key) }?.value ?? 0
            #expect(
                outcome.status == status || showsStatus, "\(step): \(outcome.printed)")
            guard showsOutput else { continue }
            let printed = outcome.printed.map(PrintedText.shape)
            #expect(printed == step.output.map(PrintedText.shape), "\(step)")
        }
    }
}
