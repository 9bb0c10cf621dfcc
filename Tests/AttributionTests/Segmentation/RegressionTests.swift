#if NativeLibraries
import Testing

import Attribution

@Suite struct RegressionTests {
    @Test func systemsAreSolved() {
        let system = SymmetricSystem([4, 0, 0, 2, 5, 0, 1, 3, 6], size: 3)
        let x = system.solution([11, 21, 25])
        // 4x + 2y + z, 2x + 5y + 3z, x + 3y + 6z
        #expect(abs(4 * x[0] + 2 * x[1] + x[2] - 11) < 1e-12)
        #expect(abs(2 * x[0] + 5 * x[1] + 3 * x[2] - 21) < 1e-12)
        #expect(abs(x[0] + 3 * x[1] + 6 * x[2] - 25) < 1e-12)
        #expect(system.undetermined.isEmpty)
    }

    @Test func unknownsThatNothingTellsApartStayFinite() {
        let system = SymmetricSystem([2, 0, 0, 2, 2, 0, 0, 0, 3], size: 3)
        let x = system.solution([4, 4, 3])
        #expect(system.undetermined == [1])
        #expect(abs(2 * x[0] + 2 * x[1] - 4) < 1e-12 && abs(x[2] - 1) < 1e-12)
    }

    @Test func ridgeAndLassoOfOneSwitchHaveClosedForms() {
        var moments = SwitchMoments(count: 1)
        for (isOn, value) in [(true, 3.0), (true, 5), (false, 1), (false, 1)] {
            moments.add([isOn], value, weight: 0.5)
        }
        // Weighted about the means: Σ w z² = ½, Σ w z y = 3/2, Σ w = 2.
        #expect(abs(moments.ridge(penalty: 0)[0] - 3) < 1e-12)
        #expect(abs(moments.ridge(penalty: 0.25)[0] - 2) < 1e-12)
        #expect(abs(moments.lasso(penalty: 0.25)[0] - 2) < 1e-9)
        #expect(moments.lasso(penalty: 10)[0] == 0)
    }
}
#endif
