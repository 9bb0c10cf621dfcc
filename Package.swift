// swift-tools-version: 6.2
import PackageDescription

/// The study half needs only libsqlite3; everything that needs a further system library is behind this trait.
let native: TargetDependencyCondition? = .when(traits: ["NativeLibraries"])

let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "beholder",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "beholder", targets: ["beholder"])
    ],
    traits: [
        .default(enabledTraits: ["NativeLibraries"]),
        .trait(
            name: "NativeLibraries",
            description: "Image codecs and terminal graphics, which need libpng, libjpeg-turbo and Chafa."
        ),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(name: "COneDNN", providers: [.apt(["libdnnl-dev"])]),
        .systemLibrary(name: "CPNG", providers: [.apt(["libpng-dev"])]),
        .systemLibrary(name: "CTurboJPEG", providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CChafa", pkgConfig: "chafa", providers: [.apt(["libchafa-dev", "libglib2.0-dev"])]),

        .target(name: "Spelling"),
        .target(name: "JSONText"),
        .target(name: "SeededRandom"),
        .target(name: "StudyModel", dependencies: ["Spelling", "JSONText"]),
        .target(
            name: "Statistics",
            dependencies: ["Spelling", "SeededRandom", .product(name: "RealModule", package: "swift-numerics")]
        ),
        .target(name: "Tensor"),
        .target(name: "Digest"),
        .target(name: "TerminalText"),
        .target(
            name: "Migrations",
            path: "Migrations",
            resources: [
                .embedInCode("V0001__create_study.sql"), .embedInCode("V0002__map_provenance.sql"),
                .embedInCode("V0003__maps_on_demand.sql"), .embedInCode("V0004__map_scores.sql"),
            ]
        ),
        .target(
            name: "StudyDefinitions",
            path: "StudyDefinitions",
            exclude: ["examples", "invalid"],
            resources: [.embedInCode("study-definition.schema.json")]
        ),

        .target(
            name: "StudyEngine",
            dependencies: [
                "Spelling", "SeededRandom", "StudyModel", "Statistics",
                .product(name: "RealModule", package: "swift-numerics"),
            ]
        ),
        .target(
            name: "StudyStore",
            dependencies: [
                "StudyModel", "Migrations", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "Imaging",
            dependencies: [
                "Tensor", "Digest",
                .target(name: "CPNG", condition: native), .target(name: "CTurboJPEG", condition: native),
            ]
        ),
        .target(name: "ModelInput", dependencies: ["Spelling", "JSONText", "Tensor", "Imaging"]),
        .target(name: "ONNXFormat", dependencies: ["Tensor"]),
        .target(
            name: "ModelGraph",
            dependencies: ["Spelling", "Tensor", "ONNXFormat", .target(name: "COneDNN", condition: native)]
        ),
        .target(
            name: "Attribution",
            dependencies: [
                "Spelling", "SeededRandom", "Tensor", "Imaging",
                .target(name: "ONNXFormat", condition: native), .target(name: "ModelGraph", condition: native),
            ]
        ),
        .target(
            name: "AttributionMetrics",
            dependencies: [
                "Spelling", "SeededRandom", "Tensor", "Imaging", "Statistics",
                .target(name: "ONNXFormat", condition: native), .target(name: "ModelGraph", condition: native),
                .target(name: "Attribution", condition: native),
            ]
        ),
        .target(name: "StudyWire", dependencies: ["StudyModel"]),

        .target(
            name: "StudyExport",
            dependencies: ["StudyModel", "Statistics", "Spelling"],
            resources: [.embedInCode("Scripts/reproduce.R"), .embedInCode("Scripts/reproduce.py")]
        ),
        .target(name: "StudyReport", dependencies: ["Statistics", "TerminalText"]),
        .target(
            name: "StimulusPipeline",
            dependencies: [
                "StudyModel", "Imaging", "Tensor", "Digest", "ModelInput",
                .target(name: "ONNXFormat", condition: native), .target(name: "ModelGraph", condition: native),
                .target(name: "Attribution", condition: native),
                .target(name: "AttributionMetrics", condition: native),
            ]
        ),
        .target(
            name: "StudyService",
            dependencies: [
                "Spelling", "SeededRandom", "StudyModel", "StudyEngine", "StudyStore", "StudyWire", "Statistics",
            ]
        ),
        .target(
            name: "ParticipantTerminal",
            dependencies: [
                "StudyModel", "StudyWire", "Imaging", "TerminalText", .target(name: "CChafa", condition: native),
            ]
        ),

        .executableTarget(
            name: "beholder",
            dependencies: [
                "Spelling", "JSONText", "SeededRandom", "StudyModel", "Statistics", "StudyDefinitions", "StudyEngine",
                "StudyStore",
                "Digest", "Imaging", "StudyExport", "StudyReport", "StimulusPipeline", "StudyService",
                "ParticipantTerminal",
                "ModelInput", "ONNXFormat", "Tensor", .target(name: "ModelGraph", condition: native),
                .target(name: "Attribution", condition: native), .target(name: "AttributionMetrics", condition: native),
                arguments,
            ]
        ),

        .testTarget(name: "SpellingTests", dependencies: ["Spelling"]),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText"]),
        .testTarget(name: "StudyModelTests", dependencies: ["StudyModel"]),
        .testTarget(name: "StudyDefinitionsTests", dependencies: ["StudyDefinitions", "StudyModel"]),
        .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "SeededRandom"], exclude: ["Golden"]),
        .testTarget(name: "DigestTests", dependencies: ["Digest"]),
        .testTarget(name: "TensorTests", dependencies: ["Tensor"], resources: [.copy("Fixtures")]),
        .testTarget(name: "ONNXFormatTests", dependencies: ["ONNXFormat"], resources: [.copy("Fixtures")]),
        .testTarget(
            name: "ImagingTests",
            dependencies: ["Imaging", "Tensor", "Digest"],
            resources: [.copy("Fixtures")]
        ),
        .testTarget(
            name: "ModelInputTests",
            dependencies: ["ModelInput", "Imaging", "Tensor"],
            exclude: ["Fixtures", "Golden"]
        ),
        .testTarget(
            name: "StimulusPipelineTests",
            dependencies: ["StimulusPipeline", "StudyModel", "Imaging", "Tensor", "Digest"],
            exclude: ["Golden"]
        ),
        .testTarget(
            name: "ModelGraphTests",
            dependencies: ["ModelGraph", "ONNXFormat", "Tensor"],
            exclude: ["Golden", "Fixtures"]
        ),
        .testTarget(
            name: "AttributionTests",
            dependencies: ["Attribution", "ModelGraph", "ONNXFormat", "Imaging", "Tensor"],
            exclude: ["Golden"]
        ),
        .testTarget(
            name: "AttributionMetricsTests",
            dependencies: ["AttributionMetrics", "Statistics", "Attribution", "ModelGraph", "ONNXFormat", "Tensor"],
            exclude: ["Golden"]
        ),
        .testTarget(
            name: "StudyEngineTests",
            dependencies: ["StudyEngine", "StudyModel", "Statistics", "SeededRandom"]
        ),
        .testTarget(
            name: "StudyStoreTests",
            dependencies: [
                "StudyStore", "StudyModel", "Migrations", "Digest", .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "StudyServiceTests",
            dependencies: ["StudyService", "StudyModel", "StudyEngine", "StudyStore", "StudyWire", "Digest"]
        ),
        .testTarget(name: "StudyExportTests", dependencies: ["StudyExport", "StudyModel", "Statistics"]),
        .testTarget(name: "StudyReportTests", dependencies: ["StudyReport", "Statistics"]),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(
            name: "ParticipantTerminalTests",
            dependencies: ["ParticipantTerminal", "StudyModel", "StudyWire", "Imaging", "TerminalText"]
        ),
        .testTarget(
            name: "beholderTests",
            dependencies: ["beholder", "Tensor", .product(name: "GRDBSQLite", package: "GRDB.swift")],
            exclude: ["Fixtures"]
        ),
    ]
)

// In-process benchmarks are built only when asked for: BEHOLDER_BENCHMARKS=1 swift run -c release StoreBenchmark
if Context.environment["BEHOLDER_BENCHMARKS"] != nil {
    package.targets += [
        .executableTarget(
            name: "StoreBenchmark",
            dependencies: [
                "StudyModel", "StudyStore", "StudyService", "StudyWire",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Tests/Benchmarks/StoreBenchmark"
        ),
        .executableTarget(
            name: "StatisticsBenchmark",
            dependencies: ["Statistics", "StudyExport"],
            path: "Tests/Benchmarks/StatisticsBenchmark"
        ),
        .executableTarget(
            name: "CoverageBenchmark",
            dependencies: ["Statistics", "SeededRandom"],
            path: "Tests/Benchmarks/CoverageBenchmark",
            exclude: ["README.md", "results.csv"]
        ),
    ]
}

// Fuzzers link only with a sanitizer: see Tests/Fuzz/README.md.
if Context.environment["BEHOLDER_FUZZERS"] != nil {
    package.products.append(.executable(name: "FuzzONNX", targets: ["FuzzONNX"]))
    package.targets.append(
        .executableTarget(name: "FuzzONNX", dependencies: ["ONNXFormat"], path: "Tests/Fuzz/FuzzONNX")
    )
}

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .treatAllWarnings(as: .error),
    ]
}
