#if NativeLibraries
import ModelGraph
import Tensor

/// What depends on the picture in a network, and how its tensors follow from each other.
struct TensorGraph {
    /// In the order in which they are computed.
    let tensors: [Model.TensorDescription]
    private let positions: [String: Int]
    /// What each is computed of, constants left out.
    let inputs: [[Int]]
    /// What is computed of each.
    let consumers: [[Int]]

    init(_ tensors: [Model.TensorDescription]) {
        self.tensors = tensors
        let positions = Dictionary(tensors.enumerated().map { ($0.element.name, $0.offset) }) { first, _ in first }
        let inputs = tensors.map { tensor in tensor.inputs.compactMap { positions[$0] } }
        var consumers = [[Int]](repeating: [], count: tensors.count)
        for (index, own) in inputs.enumerated() { for input in own { consumers[input].append(index) } }
        (self.positions, self.inputs, self.consumers) = (positions, inputs, consumers)
    }

    subscript(name: String) -> Int? { positions[name] }

    /// What depends on a tensor, itself included.
    func dependents(of start: Int) -> Set<Int> { closure(start, consumers) }

    /// What a tensor depends on, itself included.
    func ancestors(of start: Int) -> Set<Int> { closure(start, inputs) }

    private func closure(_ start: Int, _ edges: [[Int]]) -> Set<Int> {
        var (found, open): (Set<Int>, [Int]) = ([start], [start])
        while let next = open.popLast() {
            for other in edges[next] where found.insert(other).inserted { open.append(other) }
        }
        return found
    }

    /// The tensors that every way from one to another passes through, in order, both ends included.
    func bottlenecks(from start: Int, to end: Int) -> [Int] {
        let between = dependents(of: start).intersection(ancestors(of: end))
        guard between.contains(end) else { return [] }
        var (openEdges, found): (Int, [Int]) = (0, [])
        for index in between.sorted() {
            let arriving = inputs[index].count { between.contains($0) }
            if arriving == openEdges { found.append(index) }
            openEdges += consumers[index].count { between.contains($0) } - arriving
        }
        return found
    }
}

extension Subject {
    /// The network's tensors for the input.
    func tensorGraph() async throws -> TensorGraph {
        let batch = classifier.given(batchOfOne)
        return TensorGraph(try await classifier.model.tensors([classifier.inputName: batch.shape]))
    }

    /// The values of inner tensors for the input: one forward pass.
    func values(_ names: [String]) async throws -> [String: Tensor] {
        let found = try await classifier.model.run([classifier.inputName: feed], fetching: names)
        log.add(forward: 1)
        return found
    }

    /// The input as the network takes it.
    var feed: Tensor { classifier.given(batchOfOne) }
}
#endif
