#if NativeLibraries
import Testing

extension Reference {
    func products() throws -> Array64? {
        switch type {
        case "MatMul": return try matrixProduct(try input(0), try input(1))
        case "Gemm": return try generalProduct()
        case "Einsum": return try einsum()
        default: return nil
        }
    }

    private func matrixProduct(_ a: Array64, _ b: Array64) throws -> Array64 {
        let x = a.rank == 1 ? a.reshaped([1] + a.shape) : a
        let y = b.rank == 1 ? b.reshaped(b.shape + [1]) : b
        let batch = Array64.broadcast(Array(x.shape.dropLast(2)), Array(y.shape.dropLast(2)))
        let (rows, inner, columns) = (x.shape[x.rank - 2], x.shape[x.rank - 1], y.shape[y.rank - 1])
        let product = Array64(batch + [rows, columns]) { index in
            let (row, column) = (index[batch.count], index[batch.count + 1])
            let lead = Array(index[..<batch.count])
            return (0..<inner).reduce(0) { sum, k in
                sum + x.broadcast(lead + [row, k]) * y.broadcast(lead + [k, column])
            }
        }
        let shape = batch + (a.rank == 1 ? [] : [rows]) + (b.rank == 1 ? [] : [columns])
        return product.reshaped(shape)
    }

    private func generalProduct() throws -> Array64 {
        let (a, b) = (try input(0), try input(1))
        let (turnsA, turnsB) = (integer("transA", 0) != 0, integer("transB", 0) != 0)
        let (rows, inner) = turnsA ? (a.shape[1], a.shape[0]) : (a.shape[0], a.shape[1])
        let columns = turnsB ? b.shape[0] : b.shape[1]
        return Array64([rows, columns]) { index in
            let sum = (0..<inner).reduce(0.0) { sum, k in
                sum + a[turnsA ? [k, index[0]] : [index[0], k]] * b[turnsB ? [index[1], k] : [k, index[1]]]
            }
            let added = optional(2).map { $0.broadcast(index) * number("beta", 1) } ?? 0
            return number("alpha", 1) * sum + added
        }
    }

    private func einsum() throws -> Array64 {
        let equation = Array(text("equation", "").filter { $0 != " " && $0 != ">" })
        let sides = equation.split(separator: "-", omittingEmptySubsequences: false)
        let terms = sides[0].split(separator: ",").map(Array.init)
        let labels = Set(terms.joined()).sorted()
        let implicit = labels.filter { label in terms.joined().count { $0 == label } == 1 }
        let output = sides.count > 1 ? Array(sides[1]) : implicit
        let summed = labels.filter { !output.contains($0) }
        var extents: [Character: Int] = [:]
        for (index, term) in terms.enumerated() {
            for (label, extent) in zip(term, try input(index).shape) { extents[label] = extent }
        }
        return try Array64(output.map { extents[$0, default: 1] }) { index in
            try Array64.indices(summed.map { extents[$0, default: 1] }).reduce(0) { sum, inner in
                let place = Dictionary(uniqueKeysWithValues: zip(output + summed, index + inner))
                let factors = try terms.indices.map { term in
                    try input(term)[terms[term].map { place[$0, default: 0] }]
                }
                return sum + factors.reduce(1, *)
            }
        }
    }
}
#endif
