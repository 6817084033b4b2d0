// swift-tools-version: 6.1
import PackageDescription

// What both servers of `scripts/bench-http` do for a request, so that only the servers differ.
let package = Package(
    name: "Canned",
    platforms: [.macOS(.v15)],
    products: [.library(name: "Canned", targets: ["Canned"])],
    targets: [
        .target(
            name: "Canned",
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ])
    ]
)
