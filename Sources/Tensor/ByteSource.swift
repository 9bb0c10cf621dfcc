import Foundation

/// Bytes that can be read at any offset, of a file or in memory, so that a header is judged before the rest is read.
package struct ByteSource {
    /// A file that cannot be read, and why.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// What messages call the source: the path as given, for a file.
    package let name: String

    /// The number of bytes in all.
    package let byteCount: Int

    private let readBytes: (_ offset: Int, _ count: Int) throws -> [UInt8]

    /// Reads from memory.
    package init(bytes: [UInt8], name: String) {
        self.name = name
        byteCount = bytes.count
        readBytes = { offset, count in Array(bytes[offset..<offset + count]) }
    }

    /// Opens a regular file.
    ///
    /// - Throws: `Failure` when there is no such file, it is not a regular file, or it may not be read.
    package init(path: String) throws {
        let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory) else {
            throw Failure(description: "\(path) does not exist. Check the path and the case of its letters.")
        }
        // Opening a pipe or a device could wait forever.
        let attributes = try? FileManager.default.attributesOfItem(atPath: url.path)
        guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular else {
            let kind = isDirectory.boolValue ? "a folder" : "not a regular file"
            throw Failure(description: "\(path) is \(kind); expected a file.")
        }
        guard let handle = try? FileHandle(forReadingFrom: url), let end = try? handle.seekToEnd() else {
            throw Failure(description: "\(path) cannot be opened for reading. Check its permissions.")
        }
        name = path
        byteCount = Int(clamping: end)
        readBytes = { offset, count in
            try handle.seek(toOffset: UInt64(offset))
            return Array(try handle.read(upToCount: count) ?? Data())
        }
    }

    /// Reads `count` bytes from `offset`, fewer where the source ends before.
    ///
    /// - Throws: `Failure` when the file changed or the disk fails.
    package func read(at offset: Int, count: Int) throws -> [UInt8] {
        let available = max(0, min(count, byteCount - offset))
        guard available > 0 else { return [] }
        guard let bytes = try? readBytes(offset, available), bytes.count == available else {
            throw Failure(description: "\(name) could not be read to its end. Was it changed meanwhile?")
        }
        return bytes
    }

    /// Reads everything.
    ///
    /// - Throws: `Failure` when the file changed or the disk fails.
    package func readAll() throws -> [UInt8] {
        try read(at: 0, count: byteCount)
    }
}
