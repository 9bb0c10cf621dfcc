import Foundation
import Testing

/// Holds the package against ``HouseRules``.
@Suite struct LayersTests {
    private static let manifest = Result { try Manifest.load(SourceTree.package.root) }

    /// The targets of the program.
    private func targets() throws -> [Manifest.Target] {
        guard let manifest = try Self.manifest.get() else {
            try Test.cancel("there is no swift on the PATH to describe the package")
        }
        return manifest.targets.filter { $0.type != "test" }
    }

    @Test func everyTargetHasItsPlace() throws {
        let names = Set(try targets().map(\.name))
        #expect(names.subtracting(HouseRules.targets.keys).isEmpty, "targets without a layer")
        #expect(Set(HouseRules.targets.keys).subtracting(names).isEmpty, "layers without a target")
    }

    @Test func dependenciesPointDown() throws {
        for target in try targets() {
            guard let rule = HouseRules.targets[target.name] else { continue }
            let excess = target.dependencies.subtracting(rule.imports)
            #expect(excess.isEmpty, "\(target.name) depends on \(excess.sorted())")
        }
    }

    @Test func theTableItselfPointsDown() {
        for (name, rule) in HouseRules.targets {
            for imported in rule.imports {
                guard let below = HouseRules.targets[imported] else { continue }
                #expect(below.layer < rule.layer, "\(name) imports \(imported), which is not below it")
            }
        }
    }

    @Test func sourcesImportWhatTheirTargetDeclares() throws {
        for target in try targets() where target.type != "system" {
            for file in try SourceTree.package.files(in: target.folder) {
                let modules = file.imports.subtracting(HouseRules.toolchain).subtracting([target.name])
                let undeclared = modules.subtracting(target.dependencies)
                #expect(undeclared.isEmpty, "\(file.path) imports \(undeclared.sorted())")
            }
        }
    }

    /// The executable composes everything and may name what it takes along.
    @Test func declaredDependenciesAreUsed() throws {
        for target in try targets() where target.type == "regular" {
            let used = try SourceTree.package.files(in: target.folder).reduce(into: Set<String>()) {
                $0.formUnion($1.imports)
            }
            let idle = target.dependencies.subtracting(used)
            #expect(idle.isEmpty, "\(target.name) declares but does not import \(idle.sorted())")
        }
    }

    @Test func wrappedModulesStayInTheirWrapper() throws {
        for file in try SourceTree.package.files(in: "Sources") {
            for (module, wrapper) in HouseRules.wrappers where file.imports.contains(module) {
                #expect(file.path.hasPrefix("Sources/\(wrapper)/"), "\(file.path) imports \(module)")
            }
        }
    }
}
