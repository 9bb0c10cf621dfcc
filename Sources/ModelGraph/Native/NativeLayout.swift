#if NativeLibraries
import COneDNN

/// A memory layout as oneDNN describes it.
final class NativeLayout {
    let handle: dn_layout

    init?(_ handle: dn_layout?) {
        guard let handle else { return nil }
        self.handle = handle
    }

    /// The layout of an activation.
    ///
    /// - Throws: `ModelError` where oneDNN refuses the extents.
    convenience init(_ shape: [Int], _ layout: Layout) throws {
        let tag: dnnl_format_tag_t =
            switch layout {
            case .plain: Self.plainTags[shape.count - 1]
            case .blocked: Native.block == 16 ? dnnl_nChw16c : dnnl_nChw8c
            case .channelsLast: dnnl_nhwc
            }
        try self.init(shape, tag)
    }

    convenience init(_ shape: [Int], _ tag: dnnl_format_tag_t) throws {
        let extents = shape.map(Int64.init)
        guard let handle = dn_layout_tagged(Int32(shape.count), extents, tag) else {
            throw ModelError(.outOfMemory, "oneDNN refuses an array of shape \(shape).")
        }
        self.init(taking: handle)
    }

    /// - Throws: `ModelError` where oneDNN refuses the extents.
    convenience init(_ shape: [Int], strides: [Int]) throws {
        guard let handle = dn_layout_strided(Int32(shape.count), shape.map(Int64.init), strides.map(Int64.init)) else {
            throw ModelError(.outOfMemory, "oneDNN refuses an array of shape \(shape) and strides \(strides).")
        }
        self.init(taking: handle)
    }

    private init(taking handle: dn_layout) {
        self.handle = handle
    }

    private static let plainTags = [
        dnnl_a, dnnl_ab, dnnl_abc, dnnl_abcd, dnnl_abcde, dnnl_abcdef, dnnl_abcdefg, dnnl_abcdefgh, dnnl_abcdefghi,
        dnnl_abcdefghij, dnnl_abcdefghijk, dnnl_abcdefghijkl,
    ]

    /// In floats.
    var count: Int { (dn_layout_bytes(handle) + 3) / 4 }

    func isEqual(to other: NativeLayout) -> Bool { dn_layout_equal(handle, other.handle) != 0 }

    deinit { dn_layout_release(handle) }
}
#endif
