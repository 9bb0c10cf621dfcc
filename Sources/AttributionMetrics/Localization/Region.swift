#if NativeLibraries
import Tensor

/// Where the object is, with the map at the same size.
struct Region {
    /// The map at the mask's size, interpolated linearly.
    let map: Tensor
    /// Whether a position is inside.
    let isInside: [Bool]

    /// - Throws: ``MetricError`` `missingInput` where nobody says where the object is.
    init(_ evaluation: Evaluation) throws {
        guard let mask = evaluation.mask else {
            throw MetricError(.missingInput, "the metric needs to know where the object is: give a mask or a box")
        }
        map = evaluation.map.interpolated(height: mask.shape[0], width: mask.shape[1])
        isInside = mask.values.map { $0 > 0.5 }
    }

    var area: Int { isInside.count { $0 } }

    /// Why a region says nothing; nil for one that does.
    var flaw: String? {
        area == 0 ? "the region is empty" : area == isInside.count ? "the region is the whole picture" : nil
    }
}
#endif
