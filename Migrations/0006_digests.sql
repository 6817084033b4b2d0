-- SHA-256 of what never changes, as it was when it was written: a bit that flips on the disk is found, and what it was in.
CREATE TABLE digests (
    -- The answer of a plan, the result of a fit, or all rows of a law version.
    kind TEXT NOT NULL CHECK (kind IN ('plan', 'fit', 'law')),
    -- The identifier of a plan or a fit; of a law its name@version.
    record TEXT NOT NULL CHECK (record <> ''),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    PRIMARY KEY (kind, record)
) STRICT;

CREATE TRIGGER digests_never_change BEFORE UPDATE ON digests
BEGIN SELECT RAISE(ABORT, 'a digest never changes'); END;
CREATE TRIGGER digests_never_go BEFORE DELETE ON digests
BEGIN SELECT RAISE(ABORT, 'a digest never changes'); END;
