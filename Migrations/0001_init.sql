-- Coefficient sets: one row a version, never changed.
CREATE TABLE laws (
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64 AND name NOT GLOB '*[^a-z0-9-]*'),
    version INTEGER NOT NULL CHECK (version >= 1),
    summary TEXT NOT NULL CHECK (summary <> ''),
    source_paper TEXT NOT NULL CHECK (source_paper <> ''),
    source_place TEXT NOT NULL CHECK (source_place <> ''),
    parameter_counting TEXT NOT NULL CHECK (parameter_counting IN ('non_embedding', 'all')),
    dataset TEXT NOT NULL,
    tokenizer TEXT NOT NULL,
    supervised_runs INTEGER CHECK (supervised_runs > 0),
    distillation_runs INTEGER CHECK (distillation_runs > 0),
    interval_level REAL CHECK (interval_level > 0 AND interval_level < 1),
    interval_resamples INTEGER CHECK (interval_resamples > 0),
    misfit_runs TEXT,
    misfit_mean_share REAL CHECK (misfit_mean_share >= 0),
    misfit_max_share REAL CHECK (misfit_max_share >= misfit_mean_share),
    PRIMARY KEY (name, version),
    CHECK ((interval_level IS NULL) = (interval_resamples IS NULL)),
    CHECK ((misfit_runs IS NULL) = (misfit_mean_share IS NULL)),
    CHECK ((misfit_runs IS NULL) = (misfit_max_share IS NULL))
) STRICT;

-- The coefficients of equations 1 and 8, with their intervals where the source gives them.
CREATE TABLE law_coefficients (
    law_name TEXT NOT NULL,
    law_version INTEGER NOT NULL,
    coefficient TEXT NOT NULL,
    value REAL NOT NULL,
    lower REAL,
    upper REAL CHECK (upper >= lower),
    PRIMARY KEY (law_name, law_version, coefficient),
    FOREIGN KEY (law_name, law_version) REFERENCES laws (name, version),
    CHECK ((lower IS NULL) = (upper IS NULL))
) STRICT;

-- The numbers of the architecture behind a law's compute; no rows where a token costs 2 N FLOPs.
CREATE TABLE law_architecture (
    law_name TEXT NOT NULL,
    law_version INTEGER NOT NULL,
    field TEXT NOT NULL,
    value REAL NOT NULL CHECK (value > 0),
    PRIMARY KEY (law_name, law_version, field),
    FOREIGN KEY (law_name, law_version) REFERENCES laws (name, version)
) STRICT;

-- The ranges that a law's runs cover.
CREATE TABLE law_support (
    law_name TEXT NOT NULL,
    law_version INTEGER NOT NULL,
    quantity TEXT NOT NULL,
    lower REAL NOT NULL CHECK (lower > 0),
    upper REAL NOT NULL CHECK (upper >= lower),
    PRIMARY KEY (law_name, law_version, quantity),
    FOREIGN KEY (law_name, law_version) REFERENCES laws (name, version)
) STRICT;

-- Answers that were kept, byte for byte, with the question that they answer.
CREATE TABLE plans (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    label TEXT NOT NULL CHECK (length(label) BETWEEN 1 AND 200),
    created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??Z'),
    law_name TEXT NOT NULL,
    law_version INTEGER NOT NULL,
    body BLOB NOT NULL,
    FOREIGN KEY (law_name, law_version) REFERENCES laws (name, version)
) STRICT;

CREATE TRIGGER laws_never_change BEFORE UPDATE ON laws
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER laws_never_go BEFORE DELETE ON laws
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_coefficients_never_change BEFORE UPDATE ON law_coefficients
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_coefficients_never_go BEFORE DELETE ON law_coefficients
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_architecture_never_changes BEFORE UPDATE ON law_architecture
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_architecture_never_goes BEFORE DELETE ON law_architecture
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_support_never_changes BEFORE UPDATE ON law_support
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER law_support_never_goes BEFORE DELETE ON law_support
BEGIN SELECT RAISE(ABORT, 'a law version never changes'); END;
CREATE TRIGGER plans_never_change BEFORE UPDATE ON plans
BEGIN SELECT RAISE(ABORT, 'a saved plan never changes'); END;
