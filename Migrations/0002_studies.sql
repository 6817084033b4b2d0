-- One dataset, tokenizer and architecture family, whose runs can be compared.
CREATE TABLE studies (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 1 AND 64 AND id NOT GLOB '*[^a-z0-9-]*'),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    description TEXT NOT NULL CHECK (length(description) <= 2000),
    dataset TEXT NOT NULL CHECK (length(dataset) <= 200),
    tokenizer TEXT NOT NULL CHECK (length(tokenizer) <= 200),
    architecture TEXT NOT NULL CHECK (length(architecture) <= 200),
    parameter_counting TEXT NOT NULL CHECK (parameter_counting IN ('non_embedding', 'all')),
    created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??Z')
) STRICT;

-- The runs of a study. Losses are in nats per token; what a column may hold depends on the kind.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    study INTEGER NOT NULL REFERENCES studies (sequence),
    source TEXT NOT NULL CHECK (length(source) BETWEEN 1 AND 200),
    external_id TEXT NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
    kind TEXT NOT NULL CHECK (kind IN ('supervised', 'distillation')),
    params REAL NOT NULL CHECK (params > 0 AND params < 9e999),
    tokens REAL NOT NULL CHECK (tokens > 0 AND tokens < 9e999),
    loss REAL NOT NULL CHECK (loss > 0 AND loss <= 30),
    teacher_params REAL CHECK (teacher_params > 0 AND teacher_params < 9e999),
    teacher_tokens REAL CHECK (teacher_tokens > 0 AND teacher_tokens < 9e999),
    teacher_loss REAL CHECK (teacher_loss > 0 AND teacher_loss <= 30),
    -- Older than its students, so that runs in their order can be taken up again one by one.
    teacher_run INTEGER REFERENCES runs (id) CHECK (teacher_run < id),
    parameter_counting TEXT NOT NULL CHECK (parameter_counting IN ('non_embedding', 'all')),
    loss_split TEXT CHECK (length(loss_split) BETWEEN 1 AND 64),
    lambda REAL CHECK (lambda BETWEEN 0 AND 1),
    temperature REAL CHECK (temperature > 0 AND temperature < 9e999),
    top_k INTEGER CHECK (top_k >= 1),
    learning_rate REAL CHECK (learning_rate > 0 AND learning_rate < 9e999),
    batch_tokens REAL CHECK (batch_tokens > 0 AND batch_tokens < 9e999),
    precision TEXT CHECK (length(precision) BETWEEN 1 AND 64),
    seed INTEGER,
    unique_tokens REAL CHECK (unique_tokens > 0 AND unique_tokens < 9e999),
    epochs REAL CHECK (epochs > 0 AND epochs < 9e999),
    context REAL CHECK (context > 0 AND context < 9e999),
    split TEXT CHECK (length(split) BETWEEN 1 AND 64),
    -- Words with one space between, each once and in order; empty where there are none.
    tags TEXT NOT NULL CHECK (length(tags) <= 2000 AND tags NOT GLOB '*[^A-Za-z0-9._:/ -]*' AND tags = trim(tags)),
    url TEXT CHECK (length(url) BETWEEN 1 AND 2000),
    note TEXT CHECK (length(note) BETWEEN 1 AND 2000),
    -- Why the run is excluded; absent where it counts.
    excluded_reason TEXT CHECK (length(excluded_reason) BETWEEN 1 AND 500),
    -- What the import had no field for, an object.
    extra TEXT CHECK (extra IS NULL OR (json_valid(extra) AND json_type(extra) = 'object')),
    UNIQUE (study, source, external_id),
    -- A distilled student had a teacher, measured or a run; a supervised one had none.
    CHECK ((kind = 'distillation') = (teacher_loss IS NOT NULL OR teacher_run IS NOT NULL)),
    CHECK (teacher_loss IS NOT NULL OR (teacher_params IS NULL AND teacher_tokens IS NULL)),
    CHECK (teacher_loss IS NULL OR teacher_run IS NULL),
    CHECK (kind = 'distillation' OR (lambda IS NULL AND temperature IS NULL AND top_k IS NULL))
) STRICT;

-- With the number behind the study in it, as SQLite has it: pages in the order of storing are read where they begin.
CREATE INDEX runs_of_studies ON runs (study);
CREATE INDEX runs_of_teachers ON runs (teacher_run) WHERE teacher_run IS NOT NULL;

CREATE TRIGGER runs_have_supervised_teachers BEFORE INSERT ON runs
WHEN NEW.teacher_run IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM runs WHERE id = NEW.teacher_run AND study = NEW.study AND kind = 'supervised')
BEGIN SELECT RAISE(ABORT, 'a teacher is a supervised run of the same study'); END;
CREATE TRIGGER runs_keep_supervised_teachers BEFORE UPDATE OF teacher_run ON runs
WHEN NEW.teacher_run IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM runs WHERE id = NEW.teacher_run AND study = NEW.study AND kind = 'supervised')
BEGIN SELECT RAISE(ABORT, 'a teacher is a supervised run of the same study'); END;
CREATE TRIGGER runs_keep_what_they_are BEFORE UPDATE OF study, kind, source, external_id ON runs
WHEN NEW.study <> OLD.study OR NEW.kind <> OLD.kind OR NEW.source <> OLD.source OR NEW.external_id <> OLD.external_id
BEGIN SELECT RAISE(ABORT, 'a run never changes its study, kind or name'); END;
