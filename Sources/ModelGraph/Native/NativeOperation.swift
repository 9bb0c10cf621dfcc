#if NativeLibraries
import COneDNN

/// A compiled operation of oneDNN with its arguments' layouts.
final class NativeOperation {
    private var operation = dn_primitive()
    private let scratchCount: Int

    /// Compiles an operation and binds its arguments.
    ///
    /// - Parameters:
    ///   - arguments: In the order in which ``run(_:_:)`` gets their memory; a nil layout is the one that oneDNN chose.
    /// - Throws: `ModelError` where oneDNN has no implementation.
    init(
        _ name: String,
        arguments: [(argument: Int32, layout: NativeLayout?)],
        _ compile: (inout dn_primitive) -> dnnl_status_t
    ) throws {
        let status = compile(&operation)
        guard status == dnnl_success else {
            dn_release(&operation)
            throw ModelError(
                .unsupported,
                "oneDNN \(Native.version) has no \(name) for these shapes (status \(status.rawValue))."
            )
        }
        for (argument, layout) in arguments {
            guard let layout = layout ?? NativeLayout(dn_layout_of(&operation, argument)),
                dn_bind(&operation, Native.engine, argument, layout.handle) == dnnl_success
            else {
                dn_release(&operation)
                throw ModelError(.outOfMemory, "oneDNN cannot bind the memory of \(name).")
            }
        }
        scratchCount = (dn_bind_scratchpad(&operation, Native.engine) + 3) / 4
    }

    /// The name of oneDNN's kernel, such as `jit:avx512_core`.
    var implementation: String { String(cString: dn_implementation(&operation)) }

    /// The layout that oneDNN chose for an argument.
    func layout(of argument: Int32) throws -> NativeLayout {
        guard let layout = NativeLayout(dn_layout_of(&operation, argument)) else {
            throw ModelError(.outOfMemory, "oneDNN does not tell a layout.")
        }
        return layout
    }

    /// Runs the operation on memory in the order of its arguments.
    ///
    /// - Throws: `ModelError` where oneDNN fails.
    func run(_ memory: [UnsafeMutablePointer<Float>], _ pool: BufferPool) throws {
        var pointers = memory.map { UnsafeMutableRawPointer($0) as UnsafeMutableRawPointer? }
        let scratch = scratchCount > 0 ? pool.buffer(scratchCount) : nil
        if let scratch { pointers.append(UnsafeMutableRawPointer(scratch.pointer)) }
        let status = dn_execute(&operation, Native.stream, pointers)
        withExtendedLifetime(scratch) {}
        guard status == dnnl_success else {
            throw ModelError(.unsupported, "oneDNN failed with status \(status.rawValue).")
        }
    }

    deinit { dn_release(&operation) }
}
#endif
