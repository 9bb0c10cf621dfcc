/// A column of an exported table, as the codebook describes it.
struct Column: Encodable {
    enum Kind: String, Encodable {
        case string, integer, number, boolean
    }

    let name: String
    let type: Kind
    var unit: String?
    var levels: [String]?
    let description: String

    init(
        _ name: String,
        _ description: String,
        _ type: Kind = .string,
        unit: String? = nil,
        levels: [String]? = nil
    ) {
        self.name = name
        self.type = type
        self.unit = unit
        self.levels = levels
        self.description = description
    }
}
