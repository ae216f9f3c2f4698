import assert from "node:assert/strict";
import { refusal, unique } from "../simulator.mjs";

export const jobs = {
  async a_job_is_created_polled_and_done(simulator) {
    const bigquery = simulator.client();
    const jobId = unique("job");
    const [job, response] = await bigquery.createQueryJob({ query: "SELECT 1 /* sim: pending=100ms duration=900ms bytes=20971520 */", jobId, labels: { team: "blue" } });
    assert.equal(job.id, jobId);
    assert.equal(job.location, "US");
    assert.equal(response.status.state, "PENDING");
    const states = new Set();
    for (let metadata = response; metadata.status.state !== "DONE"; [metadata] = await job.getMetadata()) {
      states.add(metadata.status.state);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.deepEqual([...states], ["PENDING", "RUNNING"]);
    const [metadata] = await job.getMetadata();
    assert.equal(metadata.statistics.totalBytesProcessed, "20971520");
    assert.equal(metadata.statistics.query.totalBytesBilled, "20971520");
    assert.equal(metadata.statistics.query.queryPlan.at(-1).status, "COMPLETE");
    assert.ok(metadata.statistics.query.timeline.length >= 1);
    assert.equal(metadata.configuration.labels.team, "blue");
    assert.equal((await simulator.books(jobId)).inserts, 1);
  },

  async promise_waits_for_the_end(simulator) {
    const [job] = await simulator.client().createQueryJob("SELECT 1 /* sim: pending=0s duration=700ms */");
    const [metadata] = await job.promise();
    assert.equal(metadata.status.state, "DONE");
  },

  async promise_is_rejected_when_the_job_fails(simulator) {
    const [job] = await simulator.client().createQueryJob("SELECT 1 /* sim: pending=0s duration=300ms fail=resourcesExceeded message='Too heavy' */");
    const error = await refusal(job.promise());
    assert.equal(error.errors[0].reason, "resourcesExceeded");
    assert.match(error.message, /Too heavy/);
  },

  async cancel_stops_a_running_job(simulator) {
    const [job] = await simulator.client({ location: "europe-west3" }).createQueryJob({ query: "SELECT 1 /* sim: pending=0s duration=1h */" });
    const [response] = await job.cancel();
    assert.equal(response.kind, "bigquery#jobCancelResponse");
    const error = await refusal(job.promise());
    assert.equal(error.errors[0].reason, "stopped");
    const [metadata] = await job.getMetadata();
    assert.equal(metadata.status.errorResult.reason, "stopped");
    assert.equal((await simulator.books(job.id)).cancels, 1);
  },

  async deleting_takes_the_metadata_away(simulator) {
    const [job] = await simulator.client().createQueryJob({ query: "SELECT 1 /* sim: pending=0s duration=0s */" });
    await job.delete();
    assert.equal((await refusal(job.getMetadata())).code, 404);
  },

  async a_dry_run_tells_the_bytes_and_makes_no_job(simulator) {
    const bigquery = simulator.client();
    const [, response] = await bigquery.createQueryJob({ query: "SELECT @x AS x /* sim: bytes=5000 */", params: { x: 1 }, dryRun: true });
    assert.equal(response.statistics.totalBytesProcessed, "5000");
    assert.deepEqual(response.statistics.query.schema.fields, [{ name: "x", type: "INTEGER", mode: "NULLABLE" }]);
    assert.equal(response.jobReference.jobId, undefined);
    assert.deepEqual((await bigquery.getJobs())[0], []);
  },

  async jobs_are_listed_newest_first_with_filters(simulator) {
    const bigquery = simulator.client();
    const [first] = await bigquery.createQueryJob("SELECT 1 /* sim: pending=0s duration=0s */");
    const [second] = await bigquery.createQueryJob("SELECT 1 /* sim: pending=0s duration=1h */");
    const [third] = await bigquery.createQueryJob({ query: "SELECT 1 /* sim: pending=1h */", location: "europe-west3" });
    const ids = async (options) => (await bigquery.getJobs(options))[0].map((job) => job.id);
    const id = (job) => job.id;
    assert.deepEqual(await ids({}), [third, second, first].map(id));
    assert.deepEqual(await ids({ stateFilter: "running" }), [id(second)]);
    assert.deepEqual(await ids({ stateFilter: ["done", "pending"] }), [third, first].map(id));
    const created = Number(second.metadata.statistics.creationTime);
    assert.ok((await ids({ minCreationTime: created })).includes(id(second)));
    assert.deepEqual(await ids({ maxCreationTime: Number(first.metadata.statistics.creationTime) - 1 }), []);
    const [[full]] = await bigquery.getJobs({ projection: "full", maxResults: 1, autoPaginate: false });
    assert.equal(full.metadata.configuration.query.query, "SELECT 1 /* sim: pending=1h */");
  },

  async a_list_is_paged(simulator) {
    const bigquery = simulator.client();
    for (let number = 0; number < 7; number++) {
      await bigquery.createQueryJob(`SELECT ${number}`);
    }
    let [page, next] = await bigquery.getJobs({ maxResults: 3, autoPaginate: false });
    const sizes = [page.length];
    while (next) {
      [page, next] = await bigquery.getJobs(next);
      sizes.push(page.length);
    }
    assert.deepEqual(sizes, [3, 3, 1]);
    // The simulator under test puts five on a page.
    assert.equal((await bigquery.getJobs())[0].length, 7);
  },

  async a_script_has_children_and_shows_its_last_result(simulator) {
    const bigquery = simulator.client();
    const [job] = await bigquery.createQueryJob("DECLARE x INT64; SELECT 1 AS one; SELECT 2 AS two /* sim: pending=0s duration=300ms */");
    const [rows] = await job.getQueryResults();
    assert.deepEqual(rows, [{ two: 2 }]);
    const [children] = await bigquery.getJobs({ parentJobId: job.id });
    assert.equal(children.length, 3);
    assert.equal((await job.getMetadata())[0].statistics.numChildJobs, "3");
  },
};
