import assert from "node:assert/strict";
import { BigQuery } from "@google-cloud/bigquery";
import { refusal, unique } from "../simulator.mjs";

const quick = "pending=0s duration=200ms";
const everyType =
  "row_number:INT64,i:INT64,f:FLOAT64,b:BOOL,s:STRING,bin:BYTES,d:DATE,dt:DATETIME,t:TIME,ts:TIMESTAMP,n:NUMERIC,bn:BIGNUMERIC,j:JSON,g:GEOGRAPHY,a:ARRAY<STRING>,st:STRUCT<x:INT64,y:ARRAY<STRUCT<z:TIMESTAMP>>>";

export const results = {
  async every_type_reads_as_googles_client_reads_it(simulator) {
    const bigquery = simulator.client();
    const [job] = await bigquery.createQueryJob(`SELECT * FROM t /* sim: ${quick} rows=30 columns=${everyType} */`);
    const [rows] = await job.getQueryResults({ wrapIntegers: true });
    assert.equal(rows.length, 30);
    const row = rows[0];
    assert.equal(row.row_number.value, "0");
    assert.match(row.i.value, /^-?\d+$/);
    assert.equal(typeof row.f, "number");
    assert.equal(typeof row.b, "boolean");
    assert.match(row.s, /^s-\d+$/);
    assert.ok(Buffer.isBuffer(row.bin) && row.bin.length === 8);
    assert.match(row.d.value, /^\d{4}-\d\d-\d\d$/);
    assert.match(row.dt.value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
    assert.match(row.t.value, /^\d\d:\d\d:\d\d/);
    assert.match(row.ts.value, /^20[0-2]\d-\d\d-\d\dT.*Z$/);
    assert.equal(row.n.constructor.name, "Big");
    assert.equal(row.bn.constructor.name, "Big");
    assert.deepEqual(Object.keys(JSON.parse(row.j)), ["number", "list"]);
    assert.match(row.g.value, /^POINT\(/);
    assert.ok(Array.isArray(row.a) && row.a.every((text) => typeof text === "string"));
    assert.match(row.st.x.value, /^-?\d+$/);
    assert.ok(rows.some((each) => each.st?.y.length > 0 && each.st.y.every((element) => element.z.value.endsWith("Z"))));
    assert.equal(rows[1].i.value, "9223372036854775807");
    assert.equal(rows[2].i.value, "-9223372036854775808");
    assert.ok(Number.isNaN(rows[1].f));
    assert.equal(rows[2].f, Infinity);
    assert.equal(rows[3].f, -Infinity);
    assert.equal(rows[1].s, "");
    assert.equal(rows[1].n.toFixed(), "99999999999999999999999999999.999999999");
    assert.equal(rows[2].ts.value, "9999-12-31T23:59:59.999999000Z");
    assert.equal(rows[1].d.value, "0001-01-01");
    for (const [name, value] of Object.entries(rows[9])) {
      assert.deepEqual(value, name === "row_number" ? rows[9].row_number : name === "a" ? [] : null, name);
    }
  },

  async a_timestamp_is_the_same_moment_in_every_format(simulator) {
    const bigquery = simulator.client();
    const [job] = await bigquery.createQueryJob(`SELECT * FROM t /* sim: ${quick} rows=9 columns=ts:TIMESTAMP */`);
    await job.promise();
    const cells = async (format) => {
      const [raw] = await job.getQueryResults({ ...format, skipParsing: true });
      return raw.map((row) => row.f[0].v);
    };
    const micros = await cells({ "formatOptions.useInt64Timestamp": true });
    const seconds = await cells({ "formatOptions.useInt64Timestamp": false });
    assert.match(micros[0], /^\d+$/);
    assert.match(seconds[0], /^\d\.\d+E9$/);
    micros.forEach((text, row) => assert.ok(Math.abs(Number(text) / 1e6 - Number(seconds[row])) < 1e-4, text));
  },

  async results_are_paged_by_token_and_by_index(simulator) {
    const [job] = await simulator.client().createQueryJob(`SELECT * FROM t /* sim: ${quick} rows=25 columns=row_number:INT64 */`);
    let [rows, next, response] = await job.getQueryResults({ maxResults: 10, autoPaginate: false });
    const numbers = [rows];
    assert.equal(response.totalRows, "25");
    while (next) {
      [rows, next] = await job.getQueryResults({ ...next, autoPaginate: false });
      numbers.push(rows);
    }
    assert.deepEqual(numbers.map((page) => page.length), [10, 10, 5]);
    assert.deepEqual(numbers.flat().map((row) => row.row_number), [...Array(25).keys()]);
    const [tail] = await job.getQueryResults({ startIndex: 23, maxResults: 10, autoPaginate: false });
    assert.deepEqual(tail, [{ row_number: 23 }, { row_number: 24 }]);
  },

  async results_of_a_running_job_are_waited_for(simulator) {
    const [job] = await simulator.client().createQueryJob("SELECT 7 AS seven /* sim: pending=0s duration=1500ms */");
    const error = await refusal(job.getQueryResults({ timeoutMs: 200 }));
    assert.match(error.message, /did not complete before 200ms/);
    assert.deepEqual((await job.getQueryResults())[0], [{ seven: 7 }]);
  },

  async query_echoes_named_parameters_with_their_types(simulator) {
    const params = {
      i: 42, f: 1.5, whole: BigQuery.int("9007199254740993"), s: "it's", yes: true, bin: Buffer.from("bytes").toString("base64"),
      d: BigQuery.date("2026-02-03"), dt: BigQuery.datetime("2026-02-03T04:05:06.789"), t: BigQuery.time("04:05:06"),
      ts: BigQuery.timestamp("2026-02-03T04:05:06.789Z"), list: [1, 2, 3], none: null, empty: [],
      place: { name: "here", x: 1, tags: ["a", "b"] }, many: [{ k: "a", v: 1 }, { k: "b", v: 2 }],
    };
    // Without a type the client sends a Buffer as an object, which the service refuses.
    const types = { none: "STRING", empty: ["INT64"], bin: "BYTES" };
    const query = `SELECT ${Object.keys(params).map((name) => `@${name}`).join(", ")} /* sim: ${quick} */`;
    const [[row]] = await simulator.client().query({ query, params, types });
    assert.deepEqual({ ...row, whole: params.whole }, { ...params, bin: Buffer.from("bytes") });
    assert.match((await refusal(simulator.client().query({ query: "SELECT @b", params: { b: Buffer.from("bytes") } }))).message, /TYPE_STRING/);
    const [[exact]] = await simulator.client().query({ query, params, types, wrapIntegers: true });
    assert.equal(exact.whole.value, "9007199254740993");
  },

  async query_echoes_positional_parameters(simulator) {
    const [[row]] = await simulator.client().query({ query: `SELECT ?, ? AS second, ? /* sim: ${quick} */`, params: ["a", [true, false], { x: 0.25 }] });
    assert.deepEqual(row, { f0_: "a", second: [true, false], f2_: { x: 0.25 } });
  },

  async query_reads_all_pages_of_a_large_result(simulator) {
    // The simulator under test puts a thousand on a page.
    const [rows, , response] = await simulator.client().query(`SELECT * FROM t /* sim: ${quick} rows=2500 columns=row_number:INT64,s:STRING */`);
    assert.equal(rows.length, 2500);
    assert.equal(rows.at(-1).row_number, 2499);
    assert.equal(response.totalRows, "2500");
  },

  async query_waits_for_a_job_that_outlives_the_first_answer(simulator) {
    const [rows] = await simulator.client().query({ query: "SELECT 'late' AS s /* sim: pending=0s duration=11s */" });
    assert.deepEqual(rows, [{ s: "late" }]);
  },

  async a_query_may_do_without_a_job(simulator) {
    const bigquery = simulator.client({ defaultJobCreationMode: "JOB_CREATION_OPTIONAL" });
    const [rows, , response] = await bigquery.query(`SELECT 1 AS one /* sim: ${quick} */`);
    assert.deepEqual(rows, [{ one: 1 }]);
    assert.ok(response.queryId);
    assert.equal(response.jobReference, undefined);
  },

  async one_request_id_is_one_job(simulator) {
    const bigquery = simulator.client();
    const request = { query: `INSERT INTO d.t VALUES (1) /* sim: ${quick} rows=3 */`, useLegacySql: false, requestId: unique("r") };
    const run = () => new Promise((resolve, reject) => bigquery.request({ method: "POST", uri: "/queries", json: request }, (error, body) => (error ? reject(error) : resolve(body))));
    const answers = await Promise.all([run(), run(), run()]);
    assert.equal(new Set(answers.map((answer) => answer.jobReference.jobId)).size, 1);
    assert.equal(answers[0].numDmlAffectedRows, "3");
    assert.equal((await bigquery.getJobs())[0].length, 1);
  },

  async rows_stream(simulator) {
    const numbers = [];
    for await (const row of simulator.client().createQueryStream(`SELECT * FROM t /* sim: ${quick} rows=120 columns=row_number:INT64 */`)) {
      numbers.push(row.row_number);
    }
    assert.deepEqual(numbers, [...Array(120).keys()]);
  },
};
