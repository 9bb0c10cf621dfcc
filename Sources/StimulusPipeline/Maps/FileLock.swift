#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Foundation

/// An exclusive lock between processes, which ends with the process that holds it.
struct FileLock {
    private let descriptor: Int32

    /// Takes the lock, waiting for whoever has it.
    ///
    /// - Throws: `CocoaError` where the file cannot be made, or `CancellationError`.
    static func taking(_ path: String) async throws -> FileLock {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else {
                throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
            }
            // Waiting in the kernel would hold one of the few threads that tasks share.
            while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                do {
                    try await Task.sleep(for: .milliseconds(20))
                } catch {
                    close(descriptor)
                    throw error
                }
            }
            // Whoever had it may have taken the file away meanwhile.
            if isSame(descriptor, path) { return FileLock(descriptor: descriptor) }
            close(descriptor)
        }
    }

    private static func isSame(_ descriptor: Int32, _ path: String) -> Bool {
        var (own, named) = (stat(), stat())
        return fstat(descriptor, &own) == 0 && stat(path, &named) == 0 && own.st_ino == named.st_ino
            && own.st_dev == named.st_dev
    }

    func release() {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
