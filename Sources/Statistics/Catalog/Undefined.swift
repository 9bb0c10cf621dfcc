/// Why a statistic has no value for this data: its status and reason in the result.
struct Undefined: Error, Sendable {
    let status: StatisticStatus
    let reason: String

    init(_ reason: String, status: StatisticStatus = .undefined) {
        self.status = status
        self.reason = reason
    }
}
