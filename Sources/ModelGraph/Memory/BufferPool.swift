#if NativeLibraries
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Memory of activations, given back when nothing refers to it and handed out again.
final class BufferPool: Sendable {
    private struct Block: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<Float>
        let capacity: Int
    }

    private let free = Mutex<[Block]>([])

    /// Memory of at least `count` floats, its content undefined.
    func buffer(_ count: Int) -> Buffer {
        let wanted = max(count, 16)
        let reused = free.withLock { blocks -> Block? in
            var best: Int?
            for (index, block) in blocks.enumerated() where block.capacity >= wanted && block.capacity <= 2 * wanted {
                if best.map({ blocks[$0].capacity > block.capacity }) ?? true { best = index }
            }
            return best.map { blocks.remove(at: $0) }
        }
        if let reused { return Buffer(pointer: reused.pointer, capacity: reused.capacity, pool: self) }
        let capacity = (wanted + 15) / 16 * 16
        var memory: UnsafeMutableRawPointer?
        precondition(posix_memalign(&memory, 64, capacity * 4) == 0, "Memory for \(capacity) numbers is not to be had.")
        guard let memory else { preconditionFailure("Memory for \(capacity) numbers is not to be had.") }
        return Buffer(
            pointer: memory.bindMemory(to: Float.self, capacity: capacity),
            capacity: capacity,
            pool: self
        )
    }

    /// Gives what is not in use back to the system.
    func trim() {
        let blocks = free.withLock { blocks in
            defer { blocks = [] }
            return blocks
        }
        for block in blocks { Self.release(block.pointer) }
    }

    fileprivate func take(_ pointer: UnsafeMutablePointer<Float>, _ capacity: Int) {
        let block = Block(pointer: pointer, capacity: capacity)
        free.withLock { $0.append(block) }
    }

    private static func release(_ pointer: UnsafeMutablePointer<Float>) {
        #if canImport(Glibc)
        Glibc.free(pointer)
        #elseif canImport(Musl)
        Musl.free(pointer)
        #else
        Darwin.free(pointer)
        #endif
    }

    deinit { trim() }
}

/// A piece of a pool's memory, 64-byte aligned.
final class Buffer {
    let pointer: UnsafeMutablePointer<Float>

    /// In floats.
    let capacity: Int

    private enum Owner {
        case pool(BufferPool)
        case whole(Buffer)
    }

    private let owner: Owner

    fileprivate init(pointer: UnsafeMutablePointer<Float>, capacity: Int, pool: BufferPool) {
        (self.pointer, self.capacity, owner) = (pointer, capacity, .pool(pool))
    }

    private init(_ whole: Buffer, _ start: Int, _ count: Int) {
        (pointer, capacity, owner) = (whole.pointer + start, count, .whole(whole))
    }

    /// A part of the memory, in floats, which is the whole's.
    func part(_ start: Int, _ count: Int) -> Buffer { Buffer(self, start, count) }

    deinit { if case .pool(let pool) = owner { pool.take(pointer, capacity) } }
}
#endif
