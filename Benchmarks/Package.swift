// swift-tools-version: 6.1
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

// A package of its own, so that the product never builds it.
let package = Package(
    name: "distill-planner-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "distill-planner", path: ".."),
        .package(path: "Canned"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .executableTarget(
            name: "plan-benchmark",
            dependencies: [.product(name: "Planning", package: "distill-planner")],
            swiftSettings: strict),
        .executableTarget(
            name: "fit-benchmark",
            dependencies: [.product(name: "Fitting", package: "distill-planner")],
            swiftSettings: strict),
        .executableTarget(
            name: "canned-server",
            dependencies: [
                .product(name: "Canned", package: "Canned"),
                .product(name: "HTTPServer", package: "distill-planner"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
    ]
)
