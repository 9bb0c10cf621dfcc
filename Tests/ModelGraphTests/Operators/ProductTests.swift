#if NativeLibraries
import ONNXFormat
import Testing

@Suite struct ProductTests {
    private static let shapes: [([Int], [Int])] = [
        ([4, 5], [5, 3]), ([5], [5, 3]), ([4, 5], [5]), ([5], [5]), ([2, 4, 5], [5, 3]), ([2, 4, 5], [2, 5, 3]),
        ([2, 1, 4, 5], [3, 5, 2]), ([4, 5], [2, 5, 3]), ([2, 3, 4, 5], [5]), ([5], [2, 5, 3]), ([1, 1], [1, 1]),
        ([2, 3, 4, 5], [2, 3, 5, 4]), ([3, 1, 2, 3], [1, 4, 3, 2]), ([17, 33], [33, 18]),
    ]

    static let products: [OperatorCase] = shapes.flatMap { a, b in
        [
            OperatorCase("MatMul", [.variable(a), .variable(b)]),
            OperatorCase("MatMul", [.variable(a), .weights(b)]),
            OperatorCase("MatMul", [.weights(a), .variable(b)]),
        ]
    }

    static let general: [OperatorCase] = [0, 1].flatMap { turnsA in
        [0, 1].flatMap { turnsB -> [OperatorCase] in
            let turns: [String: ONNXAttribute] = ["transA": .int(turnsA), "transB": .int(turnsB)]
            let factors: [String: ONNXAttribute] = ["alpha": .float(0.7), "beta": .float(-1.3)]
            let a = turnsA == 1 ? [5, 4] : [4, 5]
            let b = turnsB == 1 ? [3, 5] : [5, 3]
            return [
                OperatorCase("Gemm", [.variable(a), .weights(b), .weights([3])], turns),
                OperatorCase(
                    "Gemm",
                    [.variable(a), .variable(b), .variable([4, 1])],
                    turns.merging(factors) { own, _ in own }
                ),
                OperatorCase(
                    "Gemm",
                    [.variable(a), .weights(b), .weights([4, 3])],
                    turns.merging(factors) { own, _ in own }
                ),
                OperatorCase("Gemm", [.weights(a), .variable(b), .floats([0.3], [])], turns),
                OperatorCase("Gemm", [.variable(a), .variable(b)], turns.merging(factors) { own, _ in own }),
            ]
        }
    }

    static let einsums: [OperatorCase] = [
        ("ij,jk->ik", [2, 3], [3, 4]), ("ij,jk", [2, 3], [3, 4]), ("ki,jk->ij", [3, 2], [4, 3]),
        ("bij,bjk->bik", [2, 3, 4], [2, 4, 2]), ("nchw,ck->nkhw", [2, 3, 2, 2], [3, 4]),
        ("bhid,bhjd->bhij", [2, 2, 3, 4], [2, 2, 3, 4]), ("i,j->ij", [3], [4]), ("i,i->", [4], [4]),
        ("ij,ij->ij", [2, 3], [2, 3]), ("bij , bjk -> kbi", [2, 3, 4], [2, 4, 2]), ("ba,cb", [2, 3], [4, 2]),
    ].flatMap { (equation: String, a: [Int], b: [Int]) in
        [
            OperatorCase("Einsum", [.variable(a), .variable(b)], ["equation": .string(equation)]),
            OperatorCase("Einsum", [.variable(a), .weights(b)], ["equation": .string(equation)]),
        ]
    }

    @Test(arguments: products + general + einsums)
    func aProductIsThatOfTheReference(_ test: OperatorCase) async throws {
        try await test.check()
    }
}
#endif
