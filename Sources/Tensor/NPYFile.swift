import Foundation

/// Reads and writes tensors as `.npy` files, NumPy's format for one array.
///
/// Read are format versions 1 to 3, C and Fortran order, and either byte order of floats (2, 4 and 8 bytes), integers
/// and booleans. Written is version 1, float32, C order.
public enum NPYFile {
    /// The number of elements above which a file is refused unless the caller allows more: 100 million.
    public static let defaultElementLimit = 100_000_000

    /// Reads a file; its header is judged before memory is taken for the data.
    ///
    /// - Throws: `NPYError`; its message names the file.
    /// - Complexity: O(elements).
    public static func read(_ path: String, elementLimit: Int = defaultElementLimit) throws -> Tensor {
        try tensor(open(path), elementLimit)
    }

    /// Reads a file that is in memory already.
    ///
    /// - Parameter name: What messages call the data.
    /// - Throws: `NPYError`.
    /// - Complexity: O(elements).
    public static func decode(
        _ bytes: [UInt8],
        name: String = "The array",
        elementLimit: Int = defaultElementLimit
    ) throws -> Tensor {
        try tensor(ByteSource(bytes: bytes, name: name), elementLimit)
    }

    /// The shape that a file declares; its data are not read.
    ///
    /// - Throws: `NPYError`, also when the size of the file does not fit the shape.
    public static func shape(of path: String, elementLimit: Int = defaultElementLimit) throws -> [Int] {
        try header(open(path), elementLimit).shape
    }

    /// The bytes of a file that holds `tensor`.
    ///
    /// - Complexity: O(elements).
    public static func encode(_ tensor: Tensor) -> [UInt8] {
        let extents = tensor.shape.map(String.init).joined(separator: ", ") + (tensor.shape.count == 1 ? "," : "")
        var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(extents)), }"
        // The data begin at a multiple of 64 bytes, as NumPy aligns them.
        let unpadded = NPYHeader.magic.count + 4 + text.utf8.count + 1
        text += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
        var bytes = NPYHeader.magic + [1, 0]
        bytes.reserveCapacity(bytes.count + 2 + text.utf8.count + 4 * tensor.values.count)
        withUnsafeBytes(of: UInt16(text.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(contentsOf: text.utf8)
        for value in tensor.values {
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Writes a file and moves it into place when it is complete.
    ///
    /// - Throws: `NPYError` with code `unreadable` when the folder does not exist or may not be written.
    public static func write(_ tensor: Tensor, to path: String) throws {
        do {
            try Data(encode(tensor)).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw NPYError(.unreadable, "\(path) cannot be written. Check that its folder exists and may be written.")
        }
    }

    private static func open(_ path: String) throws -> ByteSource {
        do {
            return try ByteSource(path: path)
        } catch {
            throw NPYError(.unreadable, "\(error)")
        }
    }

    private static func header(_ source: ByteSource, _ elementLimit: Int) throws -> NPYHeader {
        do {
            return try NPYHeader(reading: source, elementLimit: elementLimit)
        } catch let failure as ByteSource.Failure {
            throw NPYError(.unreadable, failure.description)
        }
    }

    private static func tensor(_ source: ByteSource, _ elementLimit: Int) throws -> Tensor {
        let header = try header(source, elementLimit)
        let data: [UInt8]
        do {
            data = try source.read(at: header.dataOffset, count: header.elementCount * header.element.byteCount)
        } catch {
            throw NPYError(.unreadable, "\(error)")
        }
        let values = header.element.floats(from: data[...], bigEndian: header.isBigEndian)
        guard header.isFortranOrder else { return Tensor(shape: header.shape, values: values) }
        return Tensor(shape: header.shape, values: reordered(values, shape: header.shape))
    }

    /// Brings elements whose first axis varies fastest into C order.
    private static func reordered(_ values: [Float], shape: [Int]) -> [Float] {
        guard shape.count > 1, !values.isEmpty else { return values }
        var strides: [Int] = []
        var step = 1
        for extent in shape {
            strides.append(step)
            step *= extent
        }
        var index = [Int](repeating: 0, count: shape.count)
        var source = 0
        return (0..<values.count).map { _ in
            let value = values[source]
            for axis in shape.indices.reversed() {
                index[axis] += 1
                source += strides[axis]
                if index[axis] < shape[axis] { break }
                source -= strides[axis] * shape[axis]
                index[axis] = 0
            }
            return value
        }
    }
}
