import assert from "node:assert/strict";
import { refusal, unique } from "../simulator.mjs";

const shape = (error) => ({ code: error.code, reason: error.errors?.[0].reason });

export const errors = {
  async a_syntax_error_may_refuse_the_insert(simulator) {
    const error = await refusal(simulator.client().createQueryJob("SELEC 1 /* sim: insert-error=invalidQuery message='Syntax error at [1:1]' */"));
    assert.deepEqual(shape(error), { code: 400, reason: "invalidQuery" });
    assert.equal(error.message, "Syntax error at [1:1]");
    assert.equal(error.errors[0].domain, "global");
  },

  async a_failed_job_refuses_its_results(simulator) {
    const bigquery = simulator.client();
    const failing = "pending=0s duration=200ms fail=invalidQuery message='Syntax error at [1:1]'";
    assert.deepEqual(shape(await refusal(bigquery.query(`SELEC 1 /* sim: ${failing} */`))), { code: 400, reason: "invalidQuery" });
    const [job] = await bigquery.createQueryJob(`SELEC 1 /* sim: ${failing} */`);
    const error = await refusal(job.getQueryResults());
    assert.deepEqual(shape(error), { code: 400, reason: "invalidQuery" });
    assert.equal(error.errors[0].location, "query");
    assert.match(error.message, /Syntax error at \[1:1\]/);
  },

  async each_reason_has_its_code(simulator) {
    const bigquery = simulator.client({ autoRetry: false });
    for (const [reason, code] of [["accessDenied", 403], ["quotaExceeded", 403], ["notFound", 404], ["responseTooLarge", 403], ["resourcesExceeded", 400], ["notImplemented", 501]]) {
      assert.deepEqual(shape(await refusal(bigquery.createQueryJob(`SELECT 1 /* sim: insert-error=${reason} */`))), { code, reason });
      assert.deepEqual(shape(await refusal(bigquery.query(`SELECT 1 /* sim: pending=0s duration=0s fail=${reason} */`))), { code, reason });
    }
  },

  async a_job_id_can_be_used_once(simulator) {
    const bigquery = simulator.client();
    const jobId = unique("job");
    await bigquery.createQueryJob({ query: "SELECT 1", jobId });
    const error = await refusal(bigquery.createQueryJob({ query: "SELECT 1", jobId }));
    assert.deepEqual(shape(error), { code: 409, reason: "duplicate" });
    assert.equal(error.message, `Already Exists: Job ${bigquery.projectId}:US.${jobId}`);
  },

  async an_unknown_job_or_the_wrong_location_is_not_found(simulator) {
    const bigquery = simulator.client();
    const [job] = await bigquery.createQueryJob({ query: "SELECT 1", location: "europe-west3" });
    assert.deepEqual(shape(await refusal(bigquery.job("nope").getMetadata())), { code: 404, reason: "notFound" });
    assert.deepEqual(shape(await refusal(bigquery.job(job.id).getMetadata())), { code: 404, reason: "notFound" });
    assert.deepEqual(shape(await refusal(bigquery.job(job.id, { location: "US" }).getQueryResults())), { code: 404, reason: "notFound" });
    assert.equal((await bigquery.job(job.id, { location: "europe-west3" }).getMetadata())[0].jobReference.location, "europe-west3");
  },

  async a_missing_parameter_fails_the_query(simulator) {
    const error = await refusal(simulator.client().query({ query: "SELECT @there, @missing", params: { there: 1 } }));
    assert.deepEqual(shape(error), { code: 400, reason: "invalidQuery" });
    assert.match(error.message, /Query parameter 'missing' not found/);
  },

  async an_overloaded_service_is_tried_again_by_the_client(simulator) {
    const bigquery = simulator.client();
    const [job] = await bigquery.createQueryJob({ query: "SELECT 1", jobId: unique("retry") });
    await fetch(`${simulator.open}/_faults`, { method: "POST", body: JSON.stringify([{ method: "get", mode: "status", times: 1, jobIdContains: job.id }]) });
    const [metadata] = await job.getMetadata();
    assert.equal(metadata.jobReference.jobId, job.id);
    assert.equal((await simulator.books(job.id)).gets, 2);
  },
};
