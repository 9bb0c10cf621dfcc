import SeededRandom
import Statistics
import Testing

@Suite("SeededGenerator")
struct SeededGeneratorTests {
    @Test("one seed, one stream; another seed or stream, another one")
    func determinism() {
        var a = SeededGenerator(seed: 9)
        var b = SeededGenerator(seed: 9)
        var c = SeededGenerator(seed: 10)
        var d = SeededGenerator(seed: 9, stream: 1)
        let first = (0..<100).map { _ in a.next() }
        #expect(first == (0..<100).map { _ in b.next() })
        #expect(first != (0..<100).map { _ in c.next() })
        #expect(first != (0..<100).map { _ in d.next() })
    }

    @Test("bounded numbers are uniform")
    func bounded() {
        var generator = SeededGenerator(seed: 1)
        var counts = [Double](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[generator.below(7)] += 1 }
        let statistic = counts.reduce(0) { $0 + ($1 - 10_000) * ($1 - 10_000) / 10_000 }
        #expect(ChiSquared(degreesOfFreedom: 6).upperTail(statistic) > 1e-4)
    }

    @Test("normal draws have mean 0 and variance 1")
    func normal() {
        var generator = SeededGenerator(seed: 2)
        let draws = (0..<40_000).map { _ in generator.normal() }
        let mean = draws.reduce(0, +) / 40_000
        let variance = draws.reduce(0) { $0 + $1 * $1 } / 40_000
        #expect(abs(mean) < 0.02)
        #expect(abs(variance - 1) < 0.03)
    }

    @Test("a shuffle keeps every element; a resample draws as often as there are elements")
    func shuffling() {
        var generator = SeededGenerator(seed: 3)
        var numbers = Array(0..<50)
        generator.shuffle(&numbers)
        #expect(numbers != Array(0..<50))
        #expect(numbers.sorted() == Array(0..<50))
        var counts = [Int32](repeating: 0, count: 20)
        generator.resample(into: &counts)
        #expect(counts.reduce(0, +) == 20)
    }
}
