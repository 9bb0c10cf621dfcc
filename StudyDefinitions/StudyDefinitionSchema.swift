/// The JSON Schema (draft 2020-12) of study definitions, format version 1.
public enum StudyDefinitionSchema {
    /// The schema's text, as in `study-definition.schema.json`.
    public static var json: String {
        String(decoding: PackageResources.study_definition_schema_json, as: UTF8.self)
    }
}
