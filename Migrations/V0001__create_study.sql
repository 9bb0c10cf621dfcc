-- Beholder's database. Times are µs since 1970 UTC; hashes are SHA-256 in lower-case hex.

PRAGMA application_id = 0x42484C44; -- "BHLD"

CREATE TABLE studies (
    id INTEGER PRIMARY KEY,
    study TEXT NOT NULL UNIQUE CHECK (study <> '')
) STRICT;

-- A version is frozen once somebody has joined it; until then a changed file makes a new revision of it.
CREATE TABLE study_versions (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES studies (id),
    version INTEGER NOT NULL CHECK (version >= 1),
    revision INTEGER NOT NULL CHECK (revision >= 0),
    title TEXT NOT NULL,
    definition BLOB NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    folder TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (study_id, version, revision)
) STRICT;

-- The latest revision of each version: what has been replaced has no real participants and does not count.
CREATE VIEW current_versions AS
SELECT v.id, v.study_id, v.version, v.title, v.sha256, v.created_at
FROM study_versions AS v
WHERE v.revision = (SELECT max(revision) FROM study_versions WHERE study_id = v.study_id AND version = v.version);

-- The pictures of a study version: an image itself, or a rendered map of it where an explainer is named.
CREATE TABLE stimuli (
    id INTEGER PRIMARY KEY,
    study_version_id INTEGER NOT NULL REFERENCES study_versions (id),
    image TEXT NOT NULL,
    explainer TEXT,
    file TEXT NOT NULL,
    file_sha256 TEXT NOT NULL CHECK (length(file_sha256) = 64),
    pixels_sha256 TEXT NOT NULL CHECK (length(pixels_sha256) = 64),
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0)
) STRICT;

CREATE UNIQUE INDEX stimulus_of_version ON stimuli (study_version_id, image, ifnull(explainer, ''));

CREATE TABLE participants (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES studies (id),
    code TEXT NOT NULL CHECK (code <> ''),
    is_simulated INTEGER NOT NULL CHECK (is_simulated IN (0, 1)),
    UNIQUE (study_id, code),
    UNIQUE (id, is_simulated)
) STRICT;

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    study_version_id INTEGER NOT NULL REFERENCES study_versions (id),
    participant_id INTEGER NOT NULL,
    is_simulated INTEGER NOT NULL,
    seat INTEGER NOT NULL CHECK (seat >= 0),
    status TEXT NOT NULL CHECK (status IN ('joined', 'active', 'completed', 'declined', 'released')),
    answered INTEGER NOT NULL DEFAULT 0,
    trial_count INTEGER NOT NULL,
    completion_code TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    status_at INTEGER NOT NULL,
    CHECK (answered BETWEEN 0 AND trial_count),
    FOREIGN KEY (participant_id, is_simulated) REFERENCES participants (id, is_simulated)
) STRICT;

-- No two sessions hold one place in the design, whichever processes they come from.
CREATE UNIQUE INDEX seat_held ON sessions (study_version_id, is_simulated, seat)
WHERE status IN ('joined', 'active', 'completed');

-- Nobody answers a study in two places at once.
CREATE UNIQUE INDEX session_open ON sessions (participant_id) WHERE status IN ('joined', 'active');

CREATE INDEX session_of_participant ON sessions (participant_id);
CREATE INDEX session_of_version ON sessions (study_version_id);

-- What is shown where; a session's trials are stored together and in order.
CREATE TABLE trials (
    id INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES sessions (id),
    position INTEGER NOT NULL CHECK (position >= 0),
    block TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('main', 'practice', 'attentionCheck', 'repeat')),
    image_stimulus INTEGER NOT NULL REFERENCES stimuli (id),
    left_stimulus INTEGER NOT NULL REFERENCES stimuli (id),
    right_stimulus INTEGER NOT NULL REFERENCES stimuli (id),
    correct_stimulus INTEGER CHECK (correct_stimulus IN (left_stimulus, right_stimulus)),
    repeats INTEGER CHECK (repeats BETWEEN 0 AND position - 1),
    feedback TEXT,
    UNIQUE (session_id, position)
) STRICT;

-- On what trials were drawn; the same terminal serves many responses.
CREATE TABLE displays (
    id INTEGER PRIMARY KEY,
    graphics TEXT NOT NULL,
    columns INTEGER NOT NULL,
    rows INTEGER NOT NULL,
    picture_width INTEGER NOT NULL,
    picture_height INTEGER NOT NULL,
    UNIQUE (graphics, columns, rows, picture_width, picture_height)
) STRICT;

-- Attempt 0 is the answer to a trial, attempt n the correction that supersedes attempt n − 1.
CREATE TABLE responses (
    trial_id INTEGER NOT NULL REFERENCES trials (id),
    attempt INTEGER NOT NULL CHECK (attempt >= 0),
    response TEXT NOT NULL UNIQUE CHECK (length(CAST(response AS BLOB)) BETWEEN 1 AND 64),
    answer TEXT NOT NULL CHECK (json_valid(answer)),
    rt REAL CHECK (rt >= 0), -- ms
    onset TEXT NOT NULL CHECK (onset IN ('cursorReply', 'writeEnd', 'none', 'simulated')),
    shown_at INTEGER NOT NULL,
    submitted_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    display_id INTEGER NOT NULL REFERENCES displays (id),
    PRIMARY KEY (trial_id, attempt)
) STRICT, WITHOUT ROWID;

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    study_version_id INTEGER NOT NULL REFERENCES study_versions (id),
    session_id INTEGER REFERENCES sessions (id),
    kind TEXT NOT NULL CHECK (kind <> ''),
    detail TEXT CHECK (detail IS NULL OR json_valid(detail))
) STRICT;

CREATE TRIGGER session_joined AFTER INSERT ON sessions
BEGIN
    INSERT INTO events (at, study_version_id, session_id, kind)
    VALUES (new.status_at, new.study_version_id, new.id, 'session.' || new.status);
END;

CREATE TRIGGER session_status_changed AFTER UPDATE OF status ON sessions WHEN old.status <> new.status
BEGIN
    INSERT INTO events (at, study_version_id, session_id, kind)
    VALUES (new.status_at, new.study_version_id, new.id, 'session.' || new.status);
END;

CREATE TRIGGER responses_are_never_updated BEFORE UPDATE ON responses
BEGIN SELECT raise(ABORT, 'responses are never updated'); END;

CREATE TRIGGER responses_are_never_deleted BEFORE DELETE ON responses
BEGIN SELECT raise(ABORT, 'responses are never deleted'); END;

CREATE TRIGGER events_are_never_updated BEFORE UPDATE ON events
BEGIN SELECT raise(ABORT, 'events are never updated'); END;

CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
BEGIN SELECT raise(ABORT, 'events are never deleted'); END;
