-- The laws fitted to resamples of a law's runs: a matrix of little-endian 64-bit floats, a draw a row. Its columns are the
-- coefficients of equation 1, and behind them those of equation 8 where the draws have them, in the formulas' order.
CREATE TABLE law_draws (
    law_name TEXT NOT NULL,
    law_version INTEGER NOT NULL,
    resampling TEXT NOT NULL CHECK (resampling IN ('run', 'configuration')),
    resamples INTEGER NOT NULL,
    -- 64 bits without a sign, as SQLite holds them with one.
    seed INTEGER NOT NULL,
    draws INTEGER NOT NULL CHECK (draws BETWEEN 1 AND 4096),
    coefficients INTEGER NOT NULL CHECK (coefficients IN (6, 15)),
    matrix BLOB NOT NULL CHECK (length(matrix) = 8 * draws * coefficients),
    PRIMARY KEY (law_name, law_version),
    FOREIGN KEY (law_name, law_version) REFERENCES laws (name, version),
    CHECK (resamples >= draws)
) STRICT;

-- The runs at the corners of the hull of a law's distillation runs.
CREATE TABLE law_hull_corners (
    law_name TEXT NOT NULL,
    law_version INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    student_parameters REAL NOT NULL CHECK (student_parameters > 0),
    student_tokens REAL NOT NULL CHECK (student_tokens > 0),
    teacher_loss_nats REAL NOT NULL CHECK (teacher_loss_nats > 0),
    PRIMARY KEY (law_name, law_version, position),
    FOREIGN KEY (law_name, law_version) REFERENCES laws (name, version)
) STRICT;

-- What makes a law again that was fitted by this program.
CREATE TABLE law_provenance (
    law_name TEXT NOT NULL,
    law_version INTEGER NOT NULL,
    study TEXT NOT NULL CHECK (study <> ''),
    filter TEXT NOT NULL,
    runs INTEGER NOT NULL CHECK (runs > 0),
    data_digest TEXT NOT NULL CHECK (length(data_digest) = 64 AND data_digest NOT GLOB '*[^0-9a-f]*'),
    options TEXT NOT NULL CHECK (json_valid(options)),
    seed INTEGER NOT NULL,
    program_version TEXT NOT NULL CHECK (program_version <> ''),
    PRIMARY KEY (law_name, law_version),
    FOREIGN KEY (law_name, law_version) REFERENCES laws (name, version)
) STRICT;

-- What became of every alias, step by step; without a law where the alias was taken away.
CREATE TABLE law_alias_changes (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    alias TEXT NOT NULL CHECK (length(alias) BETWEEN 1 AND 64 AND alias NOT GLOB '*[^a-z0-9-]*'),
    changed_at TEXT NOT NULL CHECK (changed_at GLOB '????-??-??T??:??:??Z'),
    law_name TEXT,
    law_version INTEGER,
    FOREIGN KEY (law_name, law_version) REFERENCES laws (name, version),
    CHECK ((law_name IS NULL) = (law_version IS NULL))
) STRICT;

CREATE INDEX law_alias_changes_by_alias ON law_alias_changes (alias, sequence);

-- What every alias means now.
CREATE VIEW law_aliases AS
SELECT alias, law_name, law_version
FROM law_alias_changes AS change
WHERE law_name IS NOT NULL
    AND sequence = (SELECT max(sequence) FROM law_alias_changes WHERE alias = change.alias);

-- A name means one thing.
CREATE TRIGGER laws_are_no_aliases BEFORE INSERT ON laws
WHEN EXISTS (SELECT 1 FROM law_aliases WHERE alias = NEW.name)
BEGIN SELECT RAISE(ABORT, 'an alias has the name of the law'); END;
CREATE TRIGGER aliases_are_no_laws BEFORE INSERT ON law_alias_changes
WHEN EXISTS (SELECT 1 FROM laws WHERE name = NEW.alias)
BEGIN SELECT RAISE(ABORT, 'a law has the name of the alias'); END;

CREATE TRIGGER law_draws_never_change BEFORE UPDATE ON law_draws
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_draws_never_go BEFORE DELETE ON law_draws
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_hull_corners_never_change BEFORE UPDATE ON law_hull_corners
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_hull_corners_never_go BEFORE DELETE ON law_hull_corners
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_provenance_never_changes BEFORE UPDATE ON law_provenance
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_provenance_never_goes BEFORE DELETE ON law_provenance
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_alias_changes_never_change BEFORE UPDATE ON law_alias_changes
BEGIN SELECT RAISE(ABORT, 'what became of an alias never changes'); END;
CREATE TRIGGER law_alias_changes_never_go BEFORE DELETE ON law_alias_changes
BEGIN SELECT RAISE(ABORT, 'what became of an alias never changes'); END;
