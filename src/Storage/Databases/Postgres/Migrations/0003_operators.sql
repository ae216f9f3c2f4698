-- What operators' pages ask: jobs by their last change, ends over time by phase, and what nothing has confirmed yet. As with
-- job_created, the first is open to pages of all jobs alone.
CREATE INDEX job_changed ON job (changed_at, key) WHERE created_at > -100000000000000;
DROP INDEX job_ended;
CREATE INDEX job_ended ON job (ended_at, phase) WHERE ended_at IS NOT NULL;
CREATE INDEX job_unsubmitted ON job (created_at, key) WHERE stage IN ('Accepted', 'Submitting');
