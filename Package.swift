// swift-tools-version: 6.2
import PackageDescription

/// What our targets are compiled with; warnings are errors in our code only, never in a dependency's.
///
/// MemberImportVisibility is left out: Glibc's module map does not own the headers of stat, sockaddr, timespec and
/// termios, so from build to build the compiler finds them in Glibc or in CoreFoundation, and would refuse at random what
/// it compiled the time before.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "chatroom",
    products: [
        .executable(name: "chatroom", targets: ["Chatroom"]),
        .executable(name: "chatroom-bench", targets: ["ChatroomBench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CTimex"),
        .target(name: "CTerminalGuard"),
        .target(name: "CReadline", dependencies: ["CTerminalGuard"], linkerSettings: [.linkedLibrary("readline")]),
        .executableTarget(
            name: "Chatroom",
            dependencies: [
                "CMalloc", "ChatroomClient", "ChatroomCore", "ChatroomDisk", "ChatroomProcess", "ChatroomServer",
                "ChatroomShell", "ChatroomStore", "ChatroomSystem", "ChatroomTerminal", "ChatroomWire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .target(
            name: "ChatroomShell",
            dependencies: [
                "CReadline", "CTerminalGuard", "ChatroomClient", "ChatroomCore", "ChatroomProcess", "ChatroomSystem",
                "ChatroomTerminal", "ChatroomWire",
            ],
            swiftSettings: strict),
        .target(
            name: "ChatroomTerminal",
            dependencies: [
                "CTerminalGuard", "ChatroomCore", "ChatroomSystem",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "ChatroomProcess",
            dependencies: [
                "ChatroomCore", "ChatroomSystem",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .target(
            name: "ChatroomClient",
            dependencies: [
                "ChatroomCore", "ChatroomSystem", "ChatroomWire",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict),
        .target(
            name: "ChatroomServer",
            dependencies: [
                "ChatroomCore", "ChatroomStore", "ChatroomSystem", "ChatroomWire",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict),
        .target(
            name: "ChatroomDisk",
            dependencies: [
                "ChatroomCore", "ChatroomStore", "ChatroomSystem",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .target(
            name: "ChatroomStore",
            dependencies: [
                "ChatroomCore",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .target(
            name: "ChatroomWire",
            dependencies: [
                "ChatroomCore",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["chatroom.proto"],
            swiftSettings: strict),
        .target(name: "ChatroomSystem", dependencies: ["CTimex", "ChatroomCore"], swiftSettings: strict),
        .target(
            name: "ChatroomCore", dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .executableTarget(
            name: "ChatroomBench",
            dependencies: [
                "ChatroomCore", "ChatroomWire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .target(
            name: "ChatroomTestSupport",
            dependencies: [
                "ChatroomClient", "ChatroomCore", "ChatroomDisk", "ChatroomServer", "ChatroomStore", "ChatroomWire",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycleTestKit", package: "swift-service-lifecycle"),
            ],
            path: "Tests/ChatroomTestSupport",
            swiftSettings: strict),
        .testTarget(
            name: "ChatroomCoreTests",
            dependencies: [
                "ChatroomCore", "ChatroomTestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ChatroomWireTests",
            dependencies: [
                "ChatroomCore", "ChatroomTestSupport", "ChatroomWire",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOTestUtils", package: "swift-nio"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ChatroomStoreTests", dependencies: ["ChatroomCore", "ChatroomStore"], swiftSettings: strict),
        .testTarget(
            name: "ChatroomSystemTests",
            dependencies: [
                "ChatroomCore", "ChatroomSystem", "ChatroomTestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ChatroomDiskTests",
            dependencies: [
                "ChatroomCore", "ChatroomDisk", "ChatroomStore", "ChatroomSystem", "ChatroomTestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: strict),
        .testTarget(
            name: "ChatroomServerTests",
            dependencies: [
                "ChatroomClient", "ChatroomCore", "ChatroomDisk", "ChatroomServer", "ChatroomStore",
                "ChatroomSystem", "ChatroomTestSupport", "ChatroomWire",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ChatroomClientTests",
            dependencies: [
                "ChatroomClient", "ChatroomCore", "ChatroomServer", "ChatroomTestSupport", "ChatroomWire",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ChatroomTests",
            dependencies: [
                "Chatroom", "ChatroomClient", "ChatroomCore", "ChatroomProcess", "ChatroomServer", "ChatroomShell",
                "ChatroomSystem", "ChatroomTerminal", "ChatroomTestSupport", "ChatroomWire",
            ],
            exclude: ["Documentation/help.txt", "Output/terminal-widths.txt"],
            swiftSettings: strict),
    ]
)
