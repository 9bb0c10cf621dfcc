#if NativeLibraries
import Foundation
import SeededRandom

extension SeededGenerator {
    /// A draw from the standard normal distribution: Box and Muller 1958, DOI 10.1214/aoms/1177706645.
    mutating func gaussian() -> Double {
        let (radius, angle) = ((-2 * Foundation.log(1 - uniform())).squareRoot(), 2 * Double.pi * uniform())
        return radius * Foundation.cos(angle)
    }
}
#endif
