internal import Glibc

/// The two sides of a pseudo terminal: the descriptor that the tests hold, the path that the program opens (pty(7)).
struct TerminalDevice {
    let descriptor: Descriptor
    let path: String

    /// Makes a terminal with the modes of a terminal emulator that uses UTF-8.
    init(size: Terminal.Size) throws {
        let descriptor = try Descriptor.open("/dev/ptmx", O_RDWR | O_NOCTTY)
        // TIOCSPTLCK and TIOCGPTN of <asm-generic/ioctls.h>, which Swift does not import.
        var isLocked: Int32 = 0
        var number: Int32 = 0
        try SystemCall.check("unlock terminal") { ioctl(descriptor.number, 0x4004_5431, &isLocked) }
        try SystemCall.check("name terminal") { ioctl(descriptor.number, 0x8004_5430, &number) }
        self.descriptor = descriptor
        path = "/dev/pts/\(number)"
        var modes = termios()
        try SystemCall.check("tcgetattr") { tcgetattr(descriptor.number, &modes) }
        modes.c_iflag |= UInt32(IUTF8)
        try SystemCall.check("tcsetattr") { tcsetattr(descriptor.number, TCSANOW, &modes) }
        try resize(size)
    }

    /// Changes the size, of which the foreground program learns by SIGWINCH.
    func resize(_ size: Terminal.Size) throws {
        var value = winsize(
            ws_row: UInt16(clamping: size.rows), ws_col: UInt16(clamping: size.columns), ws_xpixel: 0, ws_ypixel: 0)
        try SystemCall.check("resize terminal") { ioctl(descriptor.number, UInt(TIOCSWINSZ), &value) }
    }
}
