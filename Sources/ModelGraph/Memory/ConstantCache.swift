#if NativeLibraries
import COneDNN

/// Constants in memory: plain ones, and weights in the layouts that operations chose.
final class ConstantCache {
    private var plain: [String: Activation] = [:]
    private var packed: [String: [(layout: NativeLayout, activation: Activation)]] = [:]
    private let pool: BufferPool

    init(pool: BufferPool) {
        self.pool = pool
    }

    /// What plans begin the keys of constants with that they computed, which no other plan can use.
    static let foldedPrefix = "folded "

    /// Lets go of what plans that are gone have computed.
    func forgetFolded() {
        plain = plain.filter { !$0.key.hasPrefix(Self.foldedPrefix) }
        packed = packed.filter { !$0.key.hasPrefix(Self.foldedPrefix) }
    }

    /// A constant row by row.
    func activation(_ constant: StoredConstant) throws -> Activation {
        if let key = constant.key, let found = plain[key] { return found }
        let activation = Activation(shape: constant.shape, layout: .plain, buffer: pool.buffer(constant.count))
        try constant.copy(to: activation.pointer)
        if let key = constant.key { plain[key] = activation }
        return activation
    }

    /// A constant in a layout, whose extents may group the constant's axes.
    func packed(_ constant: StoredConstant, _ layout: NativeLayout, as extents: [Int], strides: [Int]? = nil) throws
        -> Activation
    {
        let name = constant.key.map { "\($0) as \(extents)\(strides ?? [])" }
        if let name, let found = packed[name]?.first(where: { $0.layout.isEqual(to: layout) }) {
            return found.activation
        }
        let source =
            plain[constant.key ?? ""]
            ?? Activation(shape: constant.shape, layout: .plain, buffer: pool.buffer(constant.count))
        if constant.key.map({ plain[$0] == nil }) ?? true { try constant.copy(to: source.pointer) }
        guard Executor.isFinite(source.pointer, constant.count) else {
            throw ModelError(
                .notFinite,
                "The weights \(constant.key ?? "of shape \(constant.shape)") have NaN or infinite values. Was the model saved whole?"
            )
        }
        let plainLayout = try strides.map { try NativeLayout(extents, strides: $0) } ?? NativeLayout(extents, .plain)
        if plainLayout.isEqual(to: layout) {
            if let name { packed[name, default: []].append((layout, source)) }
            return source
        }
        let result = Activation(shape: [layout.count], layout: .plain, buffer: pool.buffer(layout.count))
        let reorder = try NativeOperation("reorder", arguments: [(DNNL_ARG_FROM, plainLayout), (DNNL_ARG_TO, layout)]) {
            dn_reorder(&$0, Native.engine, plainLayout.handle, layout.handle)
        }
        try reorder.run([source.pointer, result.pointer], pool)
        if let name { packed[name, default: []].append((layout, result)) }
        return result
    }
}
#endif
