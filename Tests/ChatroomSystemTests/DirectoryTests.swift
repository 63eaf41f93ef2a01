import ChatroomCore
import ChatroomTestSupport
import Glibc
import Testing

@testable import ChatroomSystem

/// What a directory does with the names in it, whatever somebody puts in their place.
@Suite(.timeLimit(.minutes(1)))
struct DirectoryTests {
    private let scratch: ScratchDirectory
    private let directory: Directory

    init() throws {
        scratch = try ScratchDirectory()
        directory = try #require(Directory(scratch.path))
    }

    @Test(arguments: [O_RDONLY, O_RDWR, O_WRONLY | O_CREAT, O_WRONLY | O_CREAT | O_TRUNC])
    func aLinkIsNotFollowed(flags: Int32) throws {
        try scratch.write("victim", "mine".utf8)
        #expect(symlink("victim", scratch.file("link")) == 0 && symlink(".", scratch.file("folder")) == 0)
        let isOpen = directory.open("link", flags) != nil
        #expect(!isOpen && SystemError.last.number == ELOOP)
        #expect(directory.directory("folder") == nil)
        #expect(directory.status(of: "link").map { $0.st_mode & S_IFMT } == S_IFLNK)
        #expect(directory.status(of: "link", followsLinks: true)?.st_size == 4)
        #expect(directory.target(of: "link") == Array("victim".utf8))
    }

    @Test func aPipeKeepsNobodyWaiting() throws {
        #expect(mkfifo(scratch.file("pipe"), 0o600) == 0)
        let canRead = directory.open("pipe", O_RDONLY) != nil
        #expect(canRead)
        let canWrite = directory.open("pipe", O_WRONLY) != nil
        #expect(!canWrite && SystemError.last.number == ENXIO)
    }

    @Test func aDirectoryThatIsMovedIsStillTheSame() throws {
        #expect(directory.make("inner") && !directory.make("inner") && SystemError.last.number == EEXIST)
        let inner = try #require(directory.directory("inner"))
        #expect(directory.rename("inner", to: "elsewhere") && symlink("/", scratch.file("inner")) == 0)
        #expect(inner.replace("file", with: Array("text".utf8), through: "new"))
        #expect(directory.directory("elsewhere")?.names() == ["file"])
    }

    @Test func aFileIsReplacedWholeOrNotAtAll() throws {
        let place = try scratch.write("file", "old".utf8)
        try scratch.write("new", "left behind".utf8)
        #expect(directory.replace("file", with: Array("one".utf8), through: "new"))
        #expect(directory.status(of: "file").map { $0.st_mode & 0o777 } == 0o600)
        #expect(try String(contentsOfFile: place, encoding: .utf8) == "one")
        #expect(directory.names() == ["file"])
        #expect(directory.make("inner"))
        #expect(!directory.replace("inner", with: [], through: "new") && SystemError.last.number == EISDIR)
        #expect(directory.names()?.sorted() == ["file", "inner"])
    }

    @Test func aLinkToAnOpenFileTakesNobodysPlace() throws {
        try scratch.write("file", "mine".utf8)
        try scratch.write("taken", "other".utf8)
        guard let file = directory.open("file", O_RDONLY) else { throw SystemError.last }
        #expect(directory.rename("taken", to: "file"))
        let isHeld = directory.holds(file, as: "file")
        #expect(!isHeld)
        let isTaken = directory.link(file, as: "file")
        #expect(!isTaken && SystemError.last.number == EEXIST)
    }

    @Test func namesAreAsTheSystemHasThem() throws {
        let raw = RawText.string([0x63, 0xE9, 0xFF])
        let names = [".hidden", "e\u{301}", "\u{10F7FF}", raw, String(repeating: "n", count: 255)]
        for name in names {
            let isMade = directory.open(name, O_WRONLY | O_CREAT) != nil
            #expect(isMade)
        }
        let found = try #require(directory.names())
        #expect(Set(found.map { RawText.bytes(of: $0) }) == Set(names.map { RawText.bytes(of: $0) }))
        #expect(directory.names(upTo: 2)?.count == 2)
        for name in found { #expect(directory.remove(name) && directory.remove(name)) }
        #expect(directory.names() == [])
    }

    @Test(arguments: ["file", "./file", "inner/file", "/file", "e\u{301}/\u{301}file"])
    func aPathIsADirectoryAndAName(path: String) throws {
        let name = String(decoding: path.utf8.split(separator: UInt8(ascii: "/")).last ?? [], as: UTF8.self)
        for folder in ["inner", "e\u{301}"] { #expect(directory.make(folder)) }
        let isAbsolute = path.hasPrefix("/")
        let whole = isAbsolute ? path : "\(scratch.path)/\(path)"
        let place = try #require(Directory.place(of: whole))
        #expect(Array(place.name.utf8) == Array(name.utf8))
        let parent = isAbsolute ? "/" : String(decoding: whole.utf8.dropLast(name.utf8.count), as: UTF8.self)
        #expect(place.directory.status?.st_ino == Directory.working.status(of: parent)?.st_ino)
    }
}
