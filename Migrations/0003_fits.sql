-- Fits of laws to runs: what was asked, how far it is, and what came of it.
CREATE TABLE fits (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    study INTEGER NOT NULL REFERENCES studies (sequence),
    created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??Z'),
    request TEXT NOT NULL CHECK (json_valid(request)),
    -- Over the runs as they were when the fit was asked for: a fit that begins again must see the same.
    data_digest TEXT NOT NULL CHECK (length(data_digest) = 64 AND data_digest NOT GLOB '*[^0-9a-f]*'),
    status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    -- How often it has begun: more than once where the server ended in between.
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    finished_at TEXT CHECK (finished_at GLOB '????-??-??T??:??:??Z'),
    result BLOB,
    failure TEXT CHECK (failure <> ''),
    law_name TEXT,
    law_version INTEGER,
    FOREIGN KEY (law_name, law_version) REFERENCES laws (name, version),
    CHECK ((status = 'done') = (result IS NOT NULL)),
    CHECK ((status = 'failed') = (failure IS NOT NULL)),
    CHECK ((status IN ('queued', 'running')) = (finished_at IS NULL)),
    CHECK ((law_name IS NULL) = (law_version IS NULL)),
    CHECK (law_name IS NULL OR status = 'done')
) STRICT;

CREATE INDEX fits_to_do ON fits (sequence) WHERE status IN ('queued', 'running');

CREATE TRIGGER fits_are_final BEFORE UPDATE ON fits
WHEN OLD.status IN ('done', 'failed', 'cancelled')
BEGIN SELECT RAISE(ABORT, 'a fit that has ended never changes'); END;
