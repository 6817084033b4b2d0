// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that the product never builds it.
let package = Package(
    name: "distill-planner-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "distill-planner", path: "..")],
    targets: [
        .executableTarget(
            name: "plan-benchmark",
            dependencies: [.product(name: "Planning", package: "distill-planner")],
            swiftSettings: [
                .swiftLanguageMode(.v6),
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ])
    ]
)
