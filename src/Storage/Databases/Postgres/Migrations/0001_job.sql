-- One row per job. The document is the truth; the other columns are what people and recovery search by, written in the
-- same statement. Times are Unix milliseconds in UTC. The document is text: jsonb refuses the \u0000 that a user's string
-- may hold. Keys sort by their bytes, as cursors and recovery expect.
CREATE TABLE job (
    key         text COLLATE "C" NOT NULL PRIMARY KEY,
    version     bigint  NOT NULL,
    plugin      text COLLATE "C" NOT NULL,
    category    text COLLATE "C" NOT NULL,
    stage       text COLLATE "C" NOT NULL,
    phase       text COLLATE "C" NOT NULL,
    family      text COLLATE "C" NOT NULL,
    attempt     integer NOT NULL,
    project     text COLLATE "C" NOT NULL,
    domain      text COLLATE "C" NOT NULL,
    execution   text COLLATE "C" NOT NULL,
    node        text COLLATE "C" NOT NULL,
    external_id text COLLATE "C",
    created_at  bigint  NOT NULL,
    changed_at  bigint  NOT NULL,
    ended_at    bigint,
    message     text    NOT NULL,
    document    text    NOT NULL
) WITH (
    -- A job is rewritten a few times soon after its creation: room for that on its own page.
    fillfactor = 80,
    -- Ten million ended jobs must not put off the cleaning of what changes daily.
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.02,
    autovacuum_analyze_scale_factor = 0.02
);

-- Lists, newest first; each in the order of its page so that none is sorted. The first is for pages of all jobs and no
-- others: its condition holds for every row, but only a question that says so may use it.
CREATE INDEX job_created ON job (created_at, key) WHERE created_at > -100000000000000;
CREATE INDEX job_phase ON job (phase, created_at, key);
CREATE INDEX job_plugin ON job (plugin, created_at, key, phase);
CREATE INDEX job_project ON job (project, created_at, key);
CREATE INDEX job_execution ON job (execution, created_at, key);
CREATE INDEX job_external ON job (external_id, created_at, key) WHERE external_id IS NOT NULL;

-- Recovery, superseding and retention.
CREATE INDEX job_unfinished ON job (key) WHERE ended_at IS NULL;
CREATE INDEX job_family ON job (family, attempt, key) WHERE ended_at IS NULL;
CREATE INDEX job_ended ON job (ended_at) WHERE ended_at IS NOT NULL;

-- Documents beyond two kilobytes are compressed; lz4 takes a fraction of the default's time, where the server has it.
DO $$
BEGIN
    EXECUTE 'ALTER TABLE job ALTER COLUMN document SET COMPRESSION lz4';
EXCEPTION WHEN feature_not_supported OR syntax_error OR invalid_parameter_value THEN
    NULL;
END $$;
