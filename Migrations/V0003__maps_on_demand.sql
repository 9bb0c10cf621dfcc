-- Maps may be computed when they are first shown; until then their stimulus has no picture.
CREATE TABLE stimuli_with_pending (
    id INTEGER PRIMARY KEY,
    study_version_id INTEGER NOT NULL REFERENCES study_versions (id),
    image TEXT NOT NULL,
    explainer TEXT,
    file TEXT,
    file_sha256 TEXT CHECK (length(file_sha256) = 64),
    pixels_sha256 TEXT CHECK (length(pixels_sha256) = 64),
    width INTEGER CHECK (width > 0),
    height INTEGER CHECK (height > 0),
    provenance TEXT CHECK (provenance IS NULL OR json_valid(provenance)), -- how a computed map was made
    CHECK (
        (file IS NULL) + (file_sha256 IS NULL) + (pixels_sha256 IS NULL) + (width IS NULL) + (height IS NULL)
        IN (0, 5)
    ),
    CHECK (file IS NOT NULL OR explainer IS NOT NULL)
) STRICT;

INSERT INTO stimuli_with_pending
SELECT id, study_version_id, image, explainer, file, file_sha256, pixels_sha256, width, height, provenance
FROM stimuli;

DROP TABLE stimuli;

ALTER TABLE stimuli_with_pending RENAME TO stimuli;

CREATE UNIQUE INDEX stimulus_of_version ON stimuli (study_version_id, image, ifnull(explainer, ''));

-- What has been shown stays what it was.
CREATE TRIGGER stimuli_are_completed_once BEFORE UPDATE ON stimuli WHEN old.pixels_sha256 IS NOT NULL
BEGIN SELECT raise(ABORT, 'a stimulus that has its picture is never changed'); END;

-- Pairs of maps of an image that no trial may show, such as two that are alike; found late, when a trial was to show it.
CREATE TABLE void_pairs (
    study_version_id INTEGER NOT NULL REFERENCES study_versions (id),
    image TEXT NOT NULL,
    first TEXT NOT NULL,
    second TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    is_late INTEGER NOT NULL CHECK (is_late IN (0, 1)),
    CHECK (first < second),
    PRIMARY KEY (study_version_id, image, first, second)
) STRICT, WITHOUT ROWID;
