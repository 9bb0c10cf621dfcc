import StudyEngine
import StudyModel
import Testing

@Test(arguments: [ParticipantPolicy.Allocation.balanced, .random])
func probe(_ allocation: ParticipantPolicy.Allocation) {
    for m in 2...5 {
        var designs = 0, bad = 0, seats = 0, badSeats = 0, badDiv = 0, worst = 0
        var list: [String] = []
        for design in Design.random(600, seed: UInt64(m), explainers: m...m) {
            let study = design.study(allocation: allocation)
            let trialDesign = TrialDesign(study: study)
            designs += 1
            var here = 0
            for seat in 0..<24 {
                seats += 1
                let most = sideSurplus(trialDesign.trials(forSeat: seat, simulated: false)).values.map(abs).max() ?? 0
                if most > 1 { here += 1; worst = max(worst, most) }
            }
            badSeats += here
            if here > 0 {
                bad += 1
                if study.unitCount.isMultiple(of: design.trials) { badDiv += 1 }
                if list.count < 12 { list.append("\(design) units \(study.unitCount) seats \(here)") }
            }
        }
        print("RESULT", allocation, "m", m, "designs", designs, "bad", bad, "T|U", badDiv, "seats", seats, badSeats, "worst", worst)
        if allocation == .balanced { for l in list { print("   ", l) } }
    }
}
