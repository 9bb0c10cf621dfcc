/// What an `.npy` file says about its data before they begin.
///
/// NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", and `numpy.lib.format`.
struct NPYHeader: Equatable {
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// The longest header text that is parsed, in bytes; NumPy's own limit.
    static let lengthLimit = 10_000

    var element: NPYElement
    var isBigEndian: Bool
    var isFortranOrder: Bool
    var shape: [Int]
    var elementCount: Int
    var dataOffset: Int

    /// Reads and judges the header: nothing beyond it is read.
    ///
    /// - Throws: `NPYError` when the header is malformed or declares more or fewer bytes than the source holds.
    init(reading source: ByteSource, elementLimit: Int) throws {
        let start = try source.read(at: 0, count: 12)
        guard start.starts(with: Self.magic) else {
            throw NPYError(.notNPY, "\(source.name) is not an .npy file. Write it with numpy.save.")
        }
        guard start.count >= 10 else { throw Self.endsEarly(source) }
        let (major, minor) = (start[6], start[7])
        guard (1...3).contains(major), minor == 0 else {
            throw NPYError(
                .unsupportedVersion,
                "\(source.name) has .npy format version \(major).\(minor); expected 1.0, 2.0 or 3.0."
            )
        }
        let lengthBytes = major == 1 ? 2 : 4
        guard start.count >= 8 + lengthBytes else { throw Self.endsEarly(source) }
        let length = start[8..<8 + lengthBytes].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.lengthLimit else {
            throw NPYError(
                .invalidHeader,
                "The header of \(source.name) is \(length) bytes long; at most \(Self.lengthLimit) are read."
            )
        }
        let text = try source.read(at: 8 + lengthBytes, count: length)
        guard text.count == length else { throw Self.endsEarly(source) }
        dataOffset = 8 + lengthBytes + length

        var parser = NPYHeaderParser(text: text, name: source.name)
        let fields = try parser.parse()
        (element, isBigEndian) = try Self.element(fields.typeString, name: source.name)
        isFortranOrder = fields.isFortranOrder
        shape = fields.shape
        guard let count = Tensor.elementCount(of: shape), count <= min(elementLimit, Int.max / 16) else {
            throw NPYError(
                .tooLarge,
                "\(source.name) declares the shape \(shape), more than the limit of \(elementLimit) elements."
            )
        }
        elementCount = count
        let found = source.byteCount - dataOffset
        guard found == count * element.byteCount else {
            throw NPYError(
                .sizeMismatch,
                "\(source.name) has \(found) bytes of data; its shape \(shape) of \(element.byteCount)-byte elements "
                    + "needs \(count * element.byteCount). Was it cut short, or written twice?"
            )
        }
    }

    private static func element(_ typeString: String, name: String) throws -> (NPYElement, isBigEndian: Bool) {
        guard let order = typeString.first, "<>|=".contains(order),
            let element = NPYElement(typeString: typeString.dropFirst()), order != "|" || element.byteCount == 1
        else {
            throw NPYError(
                .unsupportedElement,
                "\(name) holds elements of type '\(typeString)'; expected a float of 2, 4 or 8 bytes, an integer or a "
                    + "boolean. Convert it with numpy's astype('float32')."
            )
        }
        return (element, order == ">")
    }

    private static func endsEarly(_ source: ByteSource) -> NPYError {
        NPYError(.invalidHeader, "\(source.name) ends within its header, after \(source.byteCount) bytes.")
    }
}
