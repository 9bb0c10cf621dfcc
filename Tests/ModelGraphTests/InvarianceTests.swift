#if NativeLibraries
import ModelGraph
import Tensor
import Testing

/// Results depend neither on the batch nor on the threads.
///
/// One test at a time, since threads are everyone's.
@Suite(.serialized) struct InvarianceTests {
    @Test(arguments: Fixture.all)
    func scoresDoNotDependOnTheBatch(_ fixture: Fixture) async throws {
        let model = try fixture.model()
        let name = try model.inputName()
        let input = try fixture.golden("input")
        let pair = try await model.value(of: model.outputNames[0], at: [name: input])
        for order in [[0], [1], [1, 0], [0, 0, 1], [1, 1, 0, 1, 0, 0, 0]] {
            let found = try await model.value(of: model.outputNames[0], at: [name: input.images(order)])
            #expect(found == pair.images(order), "\(order): \(difference(found, pair.images(order)))")
        }
    }

    @Test(arguments: Fixture.all)
    func gradientsDoNotDependOnTheBatch(_ fixture: Fixture) async throws {
        let model = try fixture.model()
        let name = try model.inputName()
        let input = try fixture.golden("input")
        let classes = [3, 1]
        let pair = try await model.gradients([name: input], classes: classes, with: [name])
        let wanted = try #require(pair.gradients[name])
        for order in [[0], [1], [1, 0], [0, 0, 1], [1, 1, 0, 1, 0, 0, 0]] {
            let result = try await model.gradients(
                [name: input.images(order)],
                classes: order.map { classes[$0] },
                with: [name]
            )
            let found = try #require(result.gradients[name])
            #expect(found == wanted.images(order), "\(order): \(difference(found, wanted.images(order)))")
        }
    }

    @Test(arguments: Fixture.all)
    func resultsDoNotDependOnThreads(_ fixture: Fixture) async throws {
        let model = try fixture.model()
        let name = try model.inputName()
        let input = [name: try fixture.golden("input")]
        let before = try await Model.threadCount()
        var results: [(gradients: [String: Tensor], values: [String: Tensor])] = []
        for count in [1, 2] {
            try await Model.setThreadCount(count)
            results.append(
                try await model.gradients(input, classes: [1, 1], with: [name], fetching: model.outputNames)
            )
        }
        try await Model.setThreadCount(before)
        let (one, two) = (results[0], results[1])
        #expect(
            difference(try #require(one.values[model.outputNames[0]]), try #require(two.values[model.outputNames[0]]))
                <= 1e-6
        )
        #expect(difference(try #require(one.gradients[name]), try #require(two.gradients[name])) <= 1e-6)
    }

    @Test func runningTwiceGivesTheSameBits() async throws {
        for fixture in Fixture.networks {
            let model = try fixture.model()
            let input = [try model.inputName(): try fixture.golden("input")]
            let first = try await model.value(of: model.outputNames[0], at: input)
            #expect(try await model.value(of: model.outputNames[0], at: input) == first, "\(fixture.file)")
        }
    }
}
#endif
