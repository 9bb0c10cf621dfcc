/// A file with weights beside a model.
///
/// It is opened anew for each tensor: a model may have more files than can be open.
struct ExternalFile: Sendable {
    /// The location as the model gives it.
    let location: String

    /// The number of bytes when the model was read.
    let byteCount: Int

    private let path: String
    private let identity: StoredBytes.Identity?

    /// - Throws: `Fault` with `externalData` when the file cannot be read.
    init(path: String, location: String) throws {
        self.path = path
        self.location = location
        let bytes = try Self.open(path, location)
        byteCount = bytes.byteCount
        identity = bytes.identity
    }

    /// Opens the file, if it is still the one that was looked up.
    ///
    /// - Throws: `Fault` with `externalData` when it cannot be read, was replaced, or has become shorter.
    func open() throws -> StoredBytes {
        let bytes = try Self.open(path, location)
        guard bytes.identity == identity, bytes.byteCount >= byteCount else {
            throw Fault(
                .externalData,
                "the file \(location.quoted) with its data was replaced or cut short after the model was read; read it again"
            )
        }
        return bytes
    }

    private static func open(_ path: String, _ location: String) throws -> StoredBytes {
        do {
            return try StoredBytes(path: path, followsLinks: false)
        } catch let fault as Fault {
            throw Fault(.externalData, "its data lie in the file \(location.quoted): \(fault.reason)")
        }
    }
}
