-- One row per job. The document is the truth; the other columns are what people and recovery search by, written in the
-- same statement. Times are Unix milliseconds in UTC. The document stands last, so that reading the others touches none
-- of its overflow pages.
CREATE TABLE job (
    key         TEXT    NOT NULL PRIMARY KEY,
    version     INTEGER NOT NULL,
    plugin      TEXT    NOT NULL,
    category    TEXT    NOT NULL,
    stage       TEXT    NOT NULL,
    phase       TEXT    NOT NULL,
    family      TEXT    NOT NULL,
    attempt     INTEGER NOT NULL,
    project     TEXT    NOT NULL,
    domain      TEXT    NOT NULL,
    execution   TEXT    NOT NULL,
    node        TEXT    NOT NULL,
    external_id TEXT,
    created_at  INTEGER NOT NULL,
    changed_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    message     TEXT    NOT NULL,
    document    TEXT    NOT NULL
);

-- Lists, newest first; each in the order of its page so that none is sorted.
CREATE INDEX job_created ON job (created_at, key);
CREATE INDEX job_phase ON job (phase, created_at, key);
CREATE INDEX job_plugin ON job (plugin, created_at, key, phase);
CREATE INDEX job_project ON job (project, created_at, key);
CREATE INDEX job_execution ON job (execution, created_at, key);
CREATE INDEX job_external ON job (external_id, created_at, key) WHERE external_id IS NOT NULL;

-- Recovery, superseding and retention. SQLite tests ended_at again, so it stands in the index for the table not to be read.
CREATE INDEX job_unfinished ON job (key, ended_at) WHERE ended_at IS NULL;
CREATE INDEX job_family ON job (family, attempt, key) WHERE ended_at IS NULL;
CREATE INDEX job_ended ON job (ended_at) WHERE ended_at IS NOT NULL;
