extension Statistic {
    /// The six intraclass correlations.
    static let icc = Statistic(
        name: "icc",
        summary:
            "share of the variance of ratings that is between items: one-way, agreement (A) and consistency (C), single and mean",
        citation:
            "McGraw and Wong 1996, Psychological Methods 1(1):30-46, DOI 10.1037/1082-989X.1.1.30; incomplete: ten"
            + " Hove, Jorgensen and van der Ark 2022, Psychological Methods, DOI 10.1037/met0000516",
        families: [.agreement, .ratings],
        ratings: { table, options in
            let matrix = RatingMatrix(table)
            return matrix.incomplete > 0 && matrix.label == nil
                ? IncompleteIntraclass(table).results(options) : IntraclassCorrelation(matrix).results(options)
        }
    )
}

/// Intraclass correlations from the mean squares of items × participants, with F tests and exact intervals.
struct IntraclassCorrelation {
    private let matrix: RatingMatrix
    private let items: Double
    private let raters: Double
    /// Mean squares between items, between raters, within items, and of what is left.
    private let between: Double
    private let ofRaters: Double
    private let within: Double
    private let residual: Double

    init(_ matrix: RatingMatrix) {
        self.matrix = matrix
        let (items, raters) = (Double(matrix.rows.count), Double(matrix.raters.count))
        (self.items, self.raters) = (items, raters)
        let mean = matrix.rows.reduce(0) { $0 + $1.reduce(0, +) } / max(1, items * raters)
        let rowMeans = matrix.rows.map { $0.reduce(0, +) / raters }
        let columnMeans = matrix.columns.map { $0.reduce(0, +) / max(1, items) }
        let rowSquares = raters * rowMeans.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let columnSquares = items * columnMeans.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        var left = 0.0
        for (row, rowMean) in zip(matrix.rows, rowMeans) {
            for (value, columnMean) in zip(row, columnMeans) {
                let rest = value - rowMean - columnMean + mean
                left += rest * rest
            }
        }
        between = rowSquares / max(1, items - 1)
        ofRaters = columnSquares / max(1, raters - 1)
        residual = left / max(1, (items - 1) * (raters - 1))
        within = (columnSquares + left) / max(1, items * (raters - 1))
    }

    static let forms = ["1,1", "A,1", "C,1", "1,k", "A,k", "C,k"]

    func results(_ options: AnalysisOptions) -> [StatisticResult] {
        return Self.forms.map { form in
            var result = matrix.result("icc", "mean squares of items and participants; F intervals of McGraw and Wong")
            result.form = "ICC(\(form))"
            if let shortage = matrix.shortage() {
                result.mark(shortage)
            } else if between + within <= 0 {
                result.mark(Undefined("all ratings are the same"))
            } else {
                fill(&result, form, options)
            }
            return result
        }
    }

    private func fill(_ result: inout StatisticResult, _ form: String, _ options: AnalysisOptions) {
        let (n, k) = (items, raters)
        let isOneWay = form.hasPrefix("1")
        let denominator = isOneWay ? within : residual
        let df2 = isOneWay ? n * (k - 1) : (n - 1) * (k - 1)
        let ratio = between / denominator
        switch form {
        case "1,1": result.value = (between - within) / (between + (k - 1) * within)
        case "C,1": result.value = (between - residual) / (between + (k - 1) * residual)
        case "A,1":
            result.value = (between - residual) / (between + (k - 1) * residual + k / n * (ofRaters - residual))
        case "1,k": result.value = (between - within) / between
        case "C,k": result.value = (between - residual) / between
        default: result.value = (between - residual) / (between + (ofRaters - residual) / n)
        }
        guard result.value?.isFinite == true else {
            result.mark(Undefined("items do not differ: there is no share of their variance"))
            return
        }
        guard ratio.isFinite else {
            result.warn("participants agree completely: there is no interval")
            return
        }
        result.statisticValue = ratio
        result.df = n - 1
        result.parameters = ["df2": df2]
        result.p = FisherF(n - 1, df2).upperTail(ratio)
        let tail = 1 - (1 - options.confidence) / 2
        let isMean = form.hasSuffix("k")
        if form.hasPrefix("A") {
            addAgreementInterval(&result, tail, isMean: isMean, isSteppedUp: options.spearmanBrown)
        } else {
            let low = ratio / FisherF(n - 1, df2).quantile(tail)
            let high = ratio * FisherF(df2, n - 1).quantile(tail)
            result.interval =
                isMean
                ? ConfidenceInterval(finite: 1 - 1 / low, 1 - 1 / high)
                : ConfidenceInterval(finite: (low - 1) / (low + k - 1), (high - 1) / (high + k - 1))
        }
    }

    /// The interval of agreement, with Satterthwaite's degrees of freedom.
    ///
    /// Those of a mean of k ratings take its own coefficient (McGraw and Wong), or that of one rating: the limits are then
    /// those of one rating by the formula of Spearman and Brown.
    private func addAgreementInterval(
        _ result: inout StatisticResult,
        _ tail: Double,
        isMean: Bool,
        isSteppedUp: Bool
    ) {
        let (n, k) = (items, raters)
        let single = (between - residual) / (between + (k - 1) * residual + k / n * (ofRaters - residual))
        let mean = (between - residual) / (between + (ofRaters - residual) / n)
        let rho = isMean && !isSteppedUp ? mean : single
        guard rho < 1 else { return }
        if isMean, isSteppedUp { result.method += "; limits of one rating by Spearman and Brown" }
        let a = k * rho / (n * (1 - rho))
        let b = 1 + k * rho * (n - 1) / (n * (1 - rho))
        let sum = a * ofRaters + b * residual
        let df =
            sum * sum
            / (a * ofRaters * a * ofRaters / (k - 1) + b * residual * b * residual / ((n - 1) * (k - 1)))
        guard df.isFinite, df > 0 else { return }
        let low = FisherF(n - 1, df).quantile(tail)
        let high = FisherF(df, n - 1).quantile(tail)
        let rest = k * ofRaters + (k * n - k - n) * residual
        let lower = n * (between - low * residual) / (low * rest + n * between)
        let upper = n * (high * between - residual) / (rest + n * high * between)
        // A mean of k ratings by Spearman and Brown.
        result.interval =
            isMean
            ? ConfidenceInterval(finite: lower * k / (1 + lower * (k - 1)), upper * k / (1 + upper * (k - 1)))
            : ConfidenceInterval(finite: lower, upper)
    }
}
