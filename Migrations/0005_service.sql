-- Who may call: a token is known by its identifier, and of its secret only a salted hash is kept.
CREATE TABLE tokens (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 32 AND id NOT GLOB '*[^a-z0-9]*'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write', 'admin')),
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??Z'),
    expires_at TEXT CHECK (expires_at GLOB '????-??-??T??:??:??Z'),
    last_used_at TEXT CHECK (last_used_at GLOB '????-??-??T??:??:??Z'),
    revoked_at TEXT CHECK (revoked_at GLOB '????-??-??T??:??:??Z')
) STRICT;

CREATE TRIGGER tokens_never_go BEFORE DELETE ON tokens
BEGIN SELECT RAISE(ABORT, 'a token is revoked, not deleted'); END;
CREATE TRIGGER tokens_keep_what_they_are BEFORE UPDATE ON tokens
WHEN NEW.id <> OLD.id OR NEW.name <> OLD.name OR NEW.scope <> OLD.scope OR NEW.salt <> OLD.salt OR NEW.hash <> OLD.hash
    OR NEW.created_at <> OLD.created_at OR NEW.expires_at IS NOT OLD.expires_at
BEGIN SELECT RAISE(ABORT, 'a token never changes but for its use and its end'); END;
CREATE TRIGGER tokens_stay_revoked BEFORE UPDATE OF revoked_at ON tokens
WHEN OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NOT OLD.revoked_at
BEGIN SELECT RAISE(ABORT, 'a token that was revoked stays so'); END;

-- Who changed what, when: written with the change, or not at all.
CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??Z'),
    -- A token's identifier, or what stands for one.
    actor TEXT NOT NULL CHECK (actor <> ''),
    action TEXT NOT NULL CHECK (action <> ''),
    -- The path of what was changed.
    subject TEXT NOT NULL CHECK (subject <> ''),
    -- The request as the log calls it; absent where there was none.
    request_id TEXT,
    -- What was asked for, where it is short.
    detail TEXT CHECK (detail IS NULL OR json_valid(detail))
) STRICT;

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'what has happened never changes'); END;
CREATE TRIGGER audit_never_goes BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'what has happened never changes'); END;

-- Answers to writes that came with an Idempotency-Key, to be given again.
CREATE TABLE kept_answers (
    -- The token's identifier; empty where no token was asked for.
    caller TEXT NOT NULL,
    key TEXT NOT NULL CHECK (key <> ''),
    -- SHA-256 over the request.
    request_digest BLOB NOT NULL CHECK (length(request_digest) = 32),
    -- Seconds since 1970.
    kept_at INTEGER NOT NULL,
    -- The whole answer; encrypted under the caller's token where there is one.
    answer BLOB NOT NULL,
    PRIMARY KEY (caller, key)
) STRICT;

CREATE INDEX kept_answers_by_age ON kept_answers (kept_at);
