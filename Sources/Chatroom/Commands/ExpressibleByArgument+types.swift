public import ArgumentParser
public import ChatroomCore
public import ChatroomServer

// Types of the libraries that are written on the command line as they are spelled on the wire and in the log.

extension User.Kind: ExpressibleByArgument {}
extension ServerConfiguration.Registration: ExpressibleByArgument {}
