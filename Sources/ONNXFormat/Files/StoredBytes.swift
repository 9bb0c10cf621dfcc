#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Bytes that can be read at any offset, from any thread: of a file that stays open, or in memory.
///
/// The file is not mapped: were it cut short meanwhile, touching the lost part of a mapping would end the program.
final class StoredBytes: Sendable {
    /// What tells a file from every other one.
    struct Identity: Hashable {
        let device: UInt64
        let node: UInt64
    }

    private enum Storage {
        case memory([UInt8])
        case file(descriptor: Int32)
    }

    /// The number of bytes in all when the source was opened.
    let byteCount: Int

    /// Which file it is; nil in memory.
    let identity: Identity?

    private let storage: Storage

    init(_ bytes: [UInt8]) {
        byteCount = bytes.count
        identity = nil
        storage = .memory(bytes)
    }

    /// Opens a regular file.
    ///
    /// - Parameter followsLinks: Whether the last part of the path may be a symbolic link.
    /// - Throws: `Fault` with `unreadable` when there is no such file, it is no regular file, or it may not be read.
    init(path: String, followsLinks: Bool = true) throws {
        guard !path.utf8.contains(0) else { throw Fault(.unreadable, "a path cannot contain a zero byte") }
        // Opening a pipe would otherwise wait for somebody to write to it.
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | (followsLinks ? 0 : O_NOFOLLOW)
        let descriptor = open(path, flags)
        guard descriptor >= 0 else {
            let isMissing = errno == ENOENT || errno == ENOTDIR
            throw Fault(
                .unreadable,
                isMissing
                    ? "there is no such file; check the path and the case of its letters"
                    : "the file cannot be opened for reading; check its permissions"
            )
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            let kind = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "not a regular file"
            close(descriptor)
            throw Fault(.unreadable, "this is \(kind); expected a file")
        }
        byteCount = Int(status.st_size)
        identity = Identity(
            device: UInt64(truncatingIfNeeded: status.st_dev),
            node: UInt64(truncatingIfNeeded: status.st_ino)
        )
        storage = .file(descriptor: descriptor)
    }

    deinit {
        if case .file(let descriptor) = storage { close(descriptor) }
    }

    /// Fills a buffer with the bytes from `offset` on.
    ///
    /// - Throws: `Fault` with `unreadable` when the file has become shorter or the disk fails.
    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws {
        guard offset >= 0, offset <= byteCount, buffer.count <= byteCount - offset else { throw Self.changed }
        switch storage {
        case .memory(let bytes):
            bytes.withUnsafeBytes { bytes in
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + buffer.count]))
            }
        case .file(let descriptor):
            var filled = 0
            while filled < buffer.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
                let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw Self.changed }
                filled += count
            }
        }
    }

    private static let changed = Fault(
        .unreadable,
        "the file could not be read to its end; was it changed meanwhile?"
    )
}
