import Foundation
import StudyModel

/// `datapackage.json` of Frictionless Data: each table with the types of its columns.
struct DataPackage: Encodable {
    struct Resource: Encodable {
        struct Schema: Encodable {
            struct Field: Encodable {
                let name: String
                let type: String
                let description: String
                let constraints: Constraints?
            }
            struct Constraints: Encodable {
                let `enum`: [String]
            }
            let fields: [Field]
            let missingValues = [""]
        }
        let name: String
        let path: String
        let format = "csv"
        let encoding = "utf-8"
        let schema: Schema
    }

    let name: String
    let title: String
    let version: String
    let description: String
    let resources: [Resource]

    init(_ source: some ExportSource, software: String) {
        name = source.study.id.rawValue.lowercased()
        title = source.study.title
        version = "\(source.version)"
        description = "A study of saliency maps, exported by \(software); definition \(source.definitionSHA256)"
        resources = StudyExport.tables(of: source).map { file, columns in
            Resource(
                name: file.replacingOccurrences(of: ".csv", with: ""),
                path: file,
                schema: .init(
                    fields: columns.map { column in
                        .init(
                            name: column.name,
                            type: column.type.rawValue,
                            description: column.description + (column.unit.map { " Unit: \($0)." } ?? ""),
                            constraints: column.levels.map { .init(enum: $0) }
                        )
                    }
                )
            )
        }
    }
}

/// `dataset_description.json` of Psych-DS, in the words of schema.org.
struct DatasetDescription: Encodable {
    struct Variable: Encodable {
        let type = "PropertyValue"
        let name: String
        let description: String
        let unitText: String?

        enum CodingKeys: String, CodingKey {
            case type = "@type"
            case name, description, unitText
        }
    }

    let context = "https://schema.org/"
    let type = "Dataset"
    let name: String
    let description: String
    let version: String
    let author: [String]
    let creditText: String
    let variableMeasured: [Variable]

    enum CodingKeys: String, CodingKey {
        case context = "@context"
        case type = "@type"
        case name, description, version, author, creditText, variableMeasured
    }

    init(_ source: some ExportSource, software: String) {
        name = source.study.title
        description = source.study.description ?? source.study.title
        version = "\(source.version)"
        author = source.study.authors
        creditText = "Exported by \(software); definition \(source.definitionSHA256)"
        var seen: Set<String> = []
        variableMeasured = StudyExport.tables(of: source).flatMap { $0.1 }.filter { seen.insert($0.name).inserted }.map
        {
            Variable(name: $0.name, description: $0.description, unitText: $0.unit)
        }
    }
}
