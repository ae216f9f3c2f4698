-- What operators' pages ask: jobs by their last change, ends over time by phase, and what nothing has confirmed yet.
-- Pages of all jobs, and a search for a text in them, read one narrow index and none of the rows, which carry the documents.
DROP INDEX job_created;
CREATE INDEX job_created ON job (
    created_at, key, plugin, stage, phase, project, domain, execution, node, attempt, external_id, changed_at, message, ended_at
);
CREATE INDEX job_changed ON job (changed_at, key);
DROP INDEX job_ended;
CREATE INDEX job_ended ON job (ended_at, phase) WHERE ended_at IS NOT NULL;
-- SQLite tests the stage again, so it stands in the index for the rows not to be counted.
CREATE INDEX job_unsubmitted ON job (created_at, key, stage) WHERE stage IN ('Accepted', 'Submitting');
