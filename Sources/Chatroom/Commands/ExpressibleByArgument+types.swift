public import ArgumentParser
public import ChatroomCore

// Types of the core that are written on the command line as they are spelled on the wire.

extension User.Kind: ExpressibleByArgument {}
