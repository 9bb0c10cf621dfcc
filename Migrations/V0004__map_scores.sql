-- What objective metrics say of a study's maps; a score that is undefined has a reason in place of a value.
CREATE TABLE scores (
    stimulus_id INTEGER NOT NULL REFERENCES stimuli (id),
    score TEXT NOT NULL CHECK (score <> ''),
    value REAL,
    reason TEXT CHECK (reason <> ''),
    provenance TEXT NOT NULL CHECK (json_valid(provenance)),
    PRIMARY KEY (stimulus_id, score),
    CHECK ((value IS NULL) <> (reason IS NULL))
) STRICT, WITHOUT ROWID;
