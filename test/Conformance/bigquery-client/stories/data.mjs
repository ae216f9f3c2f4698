import assert from "node:assert/strict";
import { refusal } from "../simulator.mjs";

const quick = "pending=0s duration=200ms";
const filled = `SELECT * FROM t /* sim: ${quick} rows=3 columns=row_number:INT64,s:STRING */`;

export const data = {
  async a_dataset_goes_round(simulator) {
    const bigquery = simulator.client();
    const [dataset] = await bigquery.createDataset("sales", { location: "EU", labels: { team: "blue" } });
    assert.equal(dataset.metadata.location, "EU");
    assert.deepEqual(await dataset.exists(), [true]);
    assert.deepEqual((await bigquery.getDatasets())[0].map((each) => each.id), ["sales"]);
    assert.equal((await dataset.getMetadata())[0].labels.team, "blue");
    const again = await refusal(bigquery.createDataset("sales"));
    assert.equal(again.code, 409);
    assert.equal(again.message, `Already Exists: Dataset ${bigquery.projectId}:sales`);
    await dataset.createTable("t", { schema: "a:INTEGER,b" });
    assert.equal((await refusal(dataset.delete())).errors[0].reason, "resourceInUse");
    await dataset.delete({ force: true });
    assert.deepEqual(await dataset.exists(), [false]);
  },

  async a_table_goes_round(simulator) {
    const [dataset] = await simulator.client().createDataset("d");
    const [table] = await dataset.createTable("t", { schema: [{ name: "tags", type: "STRING", mode: "REPEATED" }, { name: "p", type: "RECORD", fields: [{ name: "x", type: "FLOAT64" }] }] });
    assert.deepEqual((await dataset.getTables())[0].map((each) => each.id), ["t"]);
    const [metadata] = await table.getMetadata();
    assert.equal(metadata.numRows, "0");
    assert.deepEqual(metadata.schema.fields.map((field) => [field.name, field.type, field.mode]), [["tags", "STRING", "REPEATED"], ["p", "RECORD", "NULLABLE"]]);
    assert.deepEqual((await table.getRows())[0], []);
    await table.delete();
    assert.equal((await refusal(table.getMetadata())).code, 404);
  },

  async a_job_fills_its_destination(simulator) {
    const bigquery = simulator.client();
    const [dataset] = await bigquery.createDataset("d", { location: "europe-west3" });
    const destination = dataset.table("out");
    // The job names no location: it runs where its dataset is.
    const [job] = await bigquery.createQueryJob({ query: filled, destination });
    assert.equal(job.metadata.jobReference.location, "europe-west3");
    await job.promise();
    const [rows] = await destination.getRows();
    assert.deepEqual(rows, (await job.getQueryResults())[0]);
    assert.deepEqual(rows.map((row) => row.row_number), [0, 1, 2]);
    assert.equal((await destination.getMetadata())[0].numRows, "3");
  },

  async dispositions_are_kept(simulator) {
    const bigquery = simulator.client();
    const [dataset] = await bigquery.createDataset("d");
    const destination = dataset.table("out");
    const write = async (writeDisposition, createDisposition) => {
      const [job] = await bigquery.createQueryJob({ query: filled, destination, writeDisposition, createDisposition });
      return job.promise();
    };
    assert.equal((await refusal(write("WRITE_APPEND", "CREATE_NEVER"))).errors[0].reason, "notFound");
    await write("WRITE_EMPTY");
    const occupied = await refusal(write("WRITE_EMPTY"));
    assert.equal(occupied.errors[0].reason, "duplicate");
    assert.match(occupied.message, new RegExp(`Already Exists: Table ${bigquery.projectId}:d.out`));
    await write("WRITE_APPEND", "CREATE_NEVER");
    assert.equal((await destination.getRows())[0].length, 6);
    assert.deepEqual((await destination.getRows({ startIndex: "2", maxResults: 2, autoPaginate: false }))[0].map((row) => row.row_number), [2, 0]);
    await write("WRITE_TRUNCATE");
    assert.equal((await destination.getRows())[0].length, 3);
  },

  async a_missing_dataset_fails_the_job(simulator) {
    const bigquery = simulator.client();
    // The job is done, and failed, as soon as it is made; the client reports that from the insert.
    const error = await refusal(bigquery.createQueryJob({ query: filled, destination: bigquery.dataset("nowhere").table("t") }));
    assert.equal(error.response.status.state, "DONE");
    assert.equal(error.errors[0].reason, "notFound");
    assert.equal(error.errors[0].message, `Not found: Dataset ${bigquery.projectId}:nowhere was not found in location US`);
  },

  async a_result_without_a_home_is_an_anonymous_table(simulator) {
    const bigquery = simulator.client();
    const [job] = await bigquery.createQueryJob(filled);
    const [metadata] = await job.promise();
    const { datasetId, tableId } = metadata.configuration.query.destinationTable;
    assert.match(datasetId, /^_/);
    const table = bigquery.dataset(datasetId).table(tableId);
    assert.equal((await table.getRows())[0].length, 3);
    assert.ok(Number((await table.getMetadata())[0].expirationTime) > Date.now());
    assert.deepEqual((await bigquery.getDatasets())[0], []);
  },
};
