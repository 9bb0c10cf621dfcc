import GRDB
public import StudyModel

extension StoreTransaction {
    /// The trial at a position of a session, from 0.
    public func trial(session: SessionID, position: Int) throws -> Trial? {
        try row(
            Self.trialSelection + "WHERE t.session_id = ? AND t.position = ?",
            [session.rawValue, position]
        ).map(Self.trial)
    }

    /// A trial by its row.
    public func trial(_ id: TrialID) throws -> Trial? {
        try row(Self.trialSelection + "WHERE t.id = ?", [id.rawValue]).map(Self.trial)
    }

    /// The trials of a session in order.
    public func trials(of session: SessionID) throws -> [Trial] {
        try rows(
            Self.trialSelection + "WHERE t.session_id = ? ORDER BY t.position",
            [session.rawValue],
            Self.trial
        )
    }

    func insert(_ plans: [TrialPlan], of session: SessionID, _ study: StudyVersionID) throws {
        let keys = try stimulusKeys(of: study)
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO trials
                    (session_id, position, block, role, image_stimulus, left_stimulus, right_stimulus,
                     correct_stimulus, repeats, feedback)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        for (position, plan) in plans.enumerated() {
            let image = try key(plan.image, nil)
            let left = try key(plan.image, plan.left)
            let right = try key(plan.image, plan.right)
            let correct = try plan.correct.map { try key(plan.image, $0) }
            try statement.execute { values in
                values.add(session.rawValue)
                values.add(position)
                values.add(plan.block.rawValue)
                values.add(plan.role.rawValue)
                values.add(image)
                values.add(left)
                values.add(right)
                values.add(correct)
                values.add(plan.repeats.map { Int64($0) })
                values.add(plan.feedback)
            }
        }

        func key(_ image: ImageID, _ explainer: ExplainerID?) throws -> Int64 {
            guard let key = keys[StimulusName(image: image, explainer: explainer)] else {
                throw StoreError(
                    .invalid,
                    "The study version has no picture of \(image)\(explainer.map { " by \($0)" } ?? "")."
                )
            }
            return key
        }
    }

    private struct StimulusName: Hashable {
        var image: ImageID
        var explainer: ExplainerID?
    }

    private func stimulusKeys(of study: StudyVersionID) throws -> [StimulusName: Int64] {
        let pairs = try rows(
            "SELECT image, explainer, id FROM stimuli WHERE study_version_id = ?",
            [study.rawValue]
        ) { row in
            let explainer = (row[1] as String?).map { ExplainerID($0) }
            return (StimulusName(image: ImageID(row[0] as String), explainer: explainer), row[2] as Int64)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private static let trialSelection = """
        SELECT t.id, t.session_id, t.position, t.block, t.role, i.image, l.explainer, r.explainer, c.explainer,
            t.feedback, t.repeats
        FROM trials t
        JOIN stimuli i ON i.id = t.image_stimulus
        JOIN stimuli l ON l.id = t.left_stimulus
        JOIN stimuli r ON r.id = t.right_stimulus
        LEFT JOIN stimuli c ON c.id = t.correct_stimulus\n
        """

    private static func trial(_ row: Row) throws -> Trial {
        Trial(
            id: TrialID(row[0] as Int64),
            session: SessionID(row[1] as Int64),
            position: row[2],
            plan: TrialPlan(
                block: BlockID(row[3] as String),
                role: try decoded(row[4]),
                image: ImageID(row[5] as String),
                left: ExplainerID(row[6] as String),
                right: ExplainerID(row[7] as String),
                correct: (row[8] as String?).map { ExplainerID($0) },
                feedback: row[9],
                repeats: row[10]
            )
        )
    }
}
