/// A step of the database schema: SQL that is never changed once it is released.
public struct SchemaMigration: Sendable {
    /// The file's name without its extension; the database remembers by it what has been applied.
    public let name: String
    /// The SQL text in UTF-8, one or more statements.
    public let sql: [UInt8]

    /// Every migration in the order in which they apply.
    public static let all = [
        SchemaMigration(name: "V0001__create_study", sql: PackageResources.V0001__create_study_sql),
        SchemaMigration(name: "V0002__map_provenance", sql: PackageResources.V0002__map_provenance_sql),
        SchemaMigration(name: "V0003__maps_on_demand", sql: PackageResources.V0003__maps_on_demand_sql),
        SchemaMigration(name: "V0004__map_scores", sql: PackageResources.V0004__map_scores_sql),
    ]
}
