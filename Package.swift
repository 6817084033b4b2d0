// swift-tools-version: 6.1
import Foundation
import PackageDescription

// `scripts/` sets this; warnings stay warnings while somebody is in the middle of a change.
let warningsAreErrors = ProcessInfo.processInfo.environment["WARNINGS_AS_ERRORS"] == "1"

let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (warningsAreErrors ? [.unsafeFlags(["-warnings-as-errors"])] : [])

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

// The page's files; `Sources/Dashboard/Dashboard.swift` says under which names they are served.
let pageFiles =
    ["index.html", "style.css", "lists.css", "icon.svg"]
    + [
        "address", "api", "app", "dom", "form", "laws", "menu", "quantities", "questions", "saving", "studies",
        "support", "theme", "token", "words",
    ].map { "Shell/\($0).js" }
    + ["all-studies", "cells", "commands", "dialog", "writes"].map { "Shell/\($0).js" }
    + ["canvas", "charts", "drawing", "looks", "pointing", "scales", "svg", "tables"].map { "Charts/\($0).js" }
    + ["whiskers"].map { "Charts/\($0).js" }
    + ["views", "frontier", "gap", "maps", "plan", "plan-answer", "plan-question"].map { "Views/\($0).js" }
    + ["runs", "runs-exclude", "runs-filter", "runs-import", "runs-table"].map { "Views/\($0).js" }
    + [
        "fit", "fit-list", "fit-pictures", "fit-question", "fit-report", "fit-result", "fit-words", "compare",
        "promotion",
    ].map { "Views/\($0).js" }

// The arrows of docs/architecture.md: a target may import what stands in its list, and nothing else.
let package = Package(
    name: "distill-planner",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "distill-planner", targets: ["distill-planner"]),
        .library(name: "Planning", targets: ["ScalingLaws", "Planning"]),
        .library(name: "Fitting", targets: ["ScalingLaws", "Fitting"]),
        .library(name: "HTTPServer", targets: ["HTTPServer"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(name: "ScalingLaws", swiftSettings: strict),
        .target(name: "Planning", dependencies: ["ScalingLaws"], swiftSettings: strict),
        .target(name: "Fitting", dependencies: ["ScalingLaws"], swiftSettings: strict),
        .target(
            name: "Migrations", path: "Migrations",
            resources: [
                .embedInCode("0001_init.sql"), .embedInCode("0002_studies.sql"), .embedInCode("0003_fits.sql"),
                .embedInCode("0004_law_versions.sql"), .embedInCode("0005_service.sql"),
                .embedInCode("0006_digests.sql"),
            ], swiftSettings: strict),
        .target(
            name: "PublishedRuns", resources: [.embedInCode("distillation_fig1_354.csv")], swiftSettings: strict),
        .target(name: "Records", dependencies: ["ScalingLaws"], swiftSettings: strict),
        .target(
            name: "Store", dependencies: ["Migrations", "Records", "ScalingLaws", crypto, grdb],
            swiftSettings: strict),
        .target(name: "CEpoll"),
        .target(name: "CNumberFormat"),
        .target(name: "CProcessors"),
        .target(name: "HTTPServer", dependencies: ["CEpoll", httpTypes, logging], swiftSettings: strict),
        .target(name: "Contract", resources: [.embedInCode("openapi.yaml")], swiftSettings: strict),
        .target(name: "Dashboard", resources: pageFiles.map { .embedInCode($0) }, swiftSettings: strict),
        .target(name: "Drawing", swiftSettings: strict),
        .target(
            name: "PlannerAPI",
            dependencies: [
                "CNumberFormat", "CProcessors", "Contract", "Drawing", "Fitting", "HTTPServer", "PublishedRuns",
                "Records", "Store", "Planning", "ScalingLaws", crypto, httpTypes, logging,
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "distill-planner",
            dependencies: [
                "PlannerAPI", "Dashboard", "Records", "Store", "HTTPServer", "Planning", "Fitting", "ScalingLaws",
                argumentParser, logging,
            ],
            swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: ["Fitting", "Planning", "PublishedRuns", "ScalingLaws"],
            path: "Tests/TestSupport",
            resources: [.copy("Fixtures")], swiftSettings: strict),
        .testTarget(name: "ScalingLawsTests", dependencies: ["ScalingLaws", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "PlanningTests", dependencies: ["Planning", "ScalingLaws", "TestSupport"], swiftSettings: strict),
        .executableTarget(
            name: "fit-check", dependencies: ["Fitting", "ScalingLaws", "TestSupport"], path: "Tests/FitCheck",
            swiftSettings: strict),
        .testTarget(
            name: "FittingTests", dependencies: ["Fitting", "ScalingLaws", "TestSupport"], swiftSettings: strict),
        .target(
            name: "ParserTesting", dependencies: ["HTTPServer", "ScalingLaws", "TestSupport", httpTypes],
            path: "Tests/ParserTesting", swiftSettings: strict),
        .executableTarget(
            name: "parser-probe", dependencies: ["HTTPServer", "ParserTesting", httpTypes],
            path: "Tests/ParserProbe", swiftSettings: strict),
        .testTarget(
            name: "HTTPServerTests", dependencies: ["HTTPServer", "ParserTesting", httpTypes, logging],
            swiftSettings: strict),
        .testTarget(
            name: "ContractTests",
            dependencies: [
                "Contract", "HTTPServer", "PlannerAPI", "Store", "ScalingLaws", "TestSupport", httpTypes, logging, yams,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "CommandTests",
            dependencies: ["distill-planner", "Dashboard", "PlannerAPI", "TestSupport", argumentParser, logging],
            swiftSettings: strict),
        .testTarget(
            name: "DrawingTests", dependencies: ["Drawing", "ScalingLaws", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "RecordsTests", dependencies: ["Records", "ScalingLaws", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "StoreTests", dependencies: ["Store", "Migrations", "Records", "ScalingLaws", "TestSupport", grdb],
            swiftSettings: strict),
        .testTarget(
            name: "PlannerAPITests",
            dependencies: [
                "PlannerAPI", "Fitting", "HTTPServer", "PublishedRuns", "Records", "Store", "Planning", "ScalingLaws",
                "TestSupport", crypto, grdb, httpTypes, logging,
            ],
            swiftSettings: strict),
    ]
)
