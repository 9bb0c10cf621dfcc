extension ModelDecoder {
    /// Finds the data of a tensor in a file beside the model.
    ///
    /// Without a length, as many bytes are taken as the shape needs.
    ///
    /// - Parameter entries: The entries of `external_data`: `location`, and perhaps `offset` and `length` in bytes.
    /// - Throws: `Fault` with `externalData` when the file is not there, not within the folder of the model, or too
    ///   short; with `sizeMismatch` when the length does not fit the shape.
    func externalData(_ entries: [String: String], needed: Int) throws -> (file: ExternalFile, offset: Int) {
        guard let location = entries["location"] else {
            throw Fault(.externalData, "its data lie in a file that is not named; export the model again")
        }
        let offset = try number(entries, "offset") ?? 0
        let length = try number(entries, "length") ?? needed
        guard length == needed else {
            throw Fault(
                .sizeMismatch,
                "\(length) bytes of the file \(location.quoted) are its data, but its shape needs \(needed); "
                    + "export the model again"
            )
        }
        let file = try externalFile(location)
        guard offset <= file.byteCount, length <= file.byteCount - offset else {
            throw Fault(
                .externalData,
                "its data are \(length) bytes at \(offset) of the file \(location.quoted), which has only "
                    + "\(file.byteCount); copy the file again"
            )
        }
        return (file, offset)
    }

    private func externalFile(_ location: String) throws -> ExternalFile {
        if let known = externalFiles[location] { return known }
        guard let folder else {
            throw Fault(
                .externalData,
                "its data lie in the file \(location.quoted), but the model is in memory and has no folder; read its file"
            )
        }
        try charge(512 + location.utf8.count)
        let file = try folder.file(at: location)
        externalFiles[location] = file
        return file
    }

    private func number(_ entries: [String: String], _ key: String) throws -> Int? {
        guard let text = entries[key] else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw Fault(
                .externalData,
                "the \(key) of its data is \(text.quoted); expected a number of bytes. Export the model again"
            )
        }
        return number
    }
}
