// Drives Flyte's v2 protocol with Flyte's own published classes. Usage: node client.mjs CASE ENDPOINT SIMULATOR-URL
import { create, toBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { Code, ConnectError, createClient, type Client } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import { CreateTaskRequestSchema, type CreateTaskRequest, type Resource } from "@flyteorg/flyteidl2/flyteidl2/connector/connector_pb.ts";
import { AsyncConnectorService, ConnectorMetadataService } from "@flyteorg/flyteidl2/flyteidl2/connector/service_pb.ts";
import { TaskExecution_Phase as Phase } from "@flyteorg/flyteidl2/flyteidl2/core/execution_pb.ts";
import { NamedLiteralSchema, OutputsSchema } from "@flyteorg/flyteidl2/flyteidl2/task/common_pb.ts";
import { PrimitiveSchema } from "@flyteorg/flyteidl2/flyteidl2/core/literals_pb.ts";
import { VariableMapSchema } from "@flyteorg/flyteidl2/flyteidl2/core/interface_pb.ts";
import { SimpleType } from "@flyteorg/flyteidl2/flyteidl2/core/types_pb.ts";

const ends = [Phase.SUCCEEDED, Phase.FAILED, Phase.RETRYABLE_FAILED, Phase.ABORTED];
const taskCategory = { name: "bigquery_query_job_task", version: 0 };

type Primitive = MessageInitShape<typeof PrimitiveSchema>["value"];
interface Details {
  execution?: string;
  attempt?: number;
  custom?: Record<string, unknown>;
  inputs?: Record<string, SimpleType>;
  literals?: [string, Primitive][];
  type?: string;
  connection?: { secrets: Record<string, string>; configs: Record<string, string> };
}

function check(condition: unknown, what: string): asserts condition {
  if (!condition) {
    console.error(`not so: ${what}`);
    process.exit(1);
  }
}

const show = (value: unknown) => JSON.stringify(value, (_, v) => (typeof v === "bigint" ? v.toString() : v));

// As the v2 executor fills it in: inputs in the order of a hash map, attempts counted from 1 in the prefix.
function request(name: string, statement: string, details: Details = {}): CreateTaskRequest {
  const run = details.execution ?? `node-${name}-${Date.now()}`;
  const attempt = details.attempt ?? 0;
  const id = { resourceType: 1, project: "flytesnacks", domain: "development", name: "conformance.query", version: "v1", org: "acme" };
  return create(CreateTaskRequestSchema, {
    template: {
      id,
      type: details.type ?? "bigquery_query_job_task",
      target: { case: "sql", value: { statement, dialect: 1 } },
      custom: (details.custom ?? { ProjectID: "conformance", Location: "US" }) as never,
      interface: {
        inputs: { variables: Object.entries(details.inputs ?? {}).map(([key, simple]) => ({ key, value: { type: { type: { case: "simple" as const, value: simple } } } })) },
        outputs: { variables: [{ key: "results", value: { type: { type: { case: "structuredDatasetType" as const, value: { format: "parquet" } } } } }] },
      },
    },
    inputs: {
      literals: (details.literals ?? []).map(([literal, value]) => ({
        name: literal,
        value: { value: { case: "scalar" as const, value: { value: { case: "primitive" as const, value: { value } } } } },
      })) as MessageInitShape<typeof NamedLiteralSchema>[],
    },
    outputPrefix: `s3://flyte/acme/flytesnacks/development/${run}/a0/${attempt + 1}`,
    taskExecutionMetadata: {
      taskExecutionId: {
        taskId: id,
        nodeExecutionId: { nodeId: "a0", executionId: { project: "flytesnacks", domain: "development", name: run, org: "acme" } },
        retryAttempt: attempt,
      },
      labels: { organization: "acme", domain: "development", project: "flytesnacks" },
    },
    connection: details.connection,
  });
}

const executionOf = (message: CreateTaskRequest) => message.taskExecutionMetadata!.taskExecutionId!.nodeExecutionId!.executionId!.name;

class Connector {
  readonly tasks: Client<typeof AsyncConnectorService>;
  readonly metadata: Client<typeof ConnectorMetadataService>;

  constructor(endpoint: string, readonly simulator: string) {
    const transport = createGrpcTransport({ baseUrl: `http://${endpoint}` });
    this.tasks = createClient(AsyncConnectorService, transport);
    this.metadata = createClient(ConnectorMetadataService, transport);
  }

  async create(message: CreateTaskRequest): Promise<Uint8Array> {
    return (await this.tasks.createTask(message, { timeoutMs: 10_000 })).resourceMeta;
  }

  async get(resourceMeta: Uint8Array): Promise<Resource> {
    return (await this.tasks.getTask({ resourceMeta, taskCategory }, { timeoutMs: 10_000 })).resource!;
  }

  async delete(resourceMeta: Uint8Array): Promise<void> {
    await this.tasks.deleteTask({ resourceMeta, taskCategory }, { timeoutMs: 10_000 });
  }

  async until(meta: Uint8Array, wanted: Phase[]): Promise<Resource[]> {
    const seen: Resource[] = [];
    for (const limit = Date.now() + 30_000; Date.now() < limit; ) {
      const resource = await this.get(meta);
      check(resource.phase !== Phase.UNDEFINED, "a phase is always set");
      if (seen.at(-1)?.phase !== resource.phase) {
        seen.push(resource);
      }
      if (wanted.includes(resource.phase)) {
        return seen;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    check(false, `a phase of ${wanted}; last was ${show(seen.at(-1))}`);
  }

  async books(execution: string): Promise<Record<string, any>[]> {
    const answer = await fetch(`${this.simulator}_books`);
    return ((await answer.json()) as any).jobs.filter((job: any) => job.jobId.includes(`flyte_${execution}_`));
  }
}

async function expectCode(code: Code, act: () => Promise<unknown>, ...words: string[]): Promise<void> {
  try {
    await act();
  } catch (error) {
    const failure = ConnectError.from(error);
    check(failure.code === code, `code ${Code[code]}, got ${Code[failure.code]}: ${failure.rawMessage}`);
    words.forEach((word) => check(failure.rawMessage.includes(word), `'${word}' in '${failure.rawMessage}'`));
    return;
  }
  check(false, `expected ${Code[code]}, but the call worked`);
}

const cases: Record<string, (connector: Connector) => Promise<void>> = {
  async succeeds(connector) {
    const seen = await connector.until(await connector.create(request("succeeds", "SELECT 1 /* sim: pending=500ms duration=2s */")), ends);
    const running = seen.find((resource) => resource.phase === Phase.RUNNING);
    check(running, `it was seen running: ${show(seen)}`);
    check(running.logLinks[0]?.name === "BigQuery Console" && running.logLinks[0].ready, `the first RUNNING has the link: ${show(running)}`);
    check(running.customInfo && Object.keys(running.customInfo).length > 0, "the first RUNNING has custom_info");
    check(running.outputs === undefined, "no outputs before the end");
    const last = seen.at(-1)!;
    check(last.phase === Phase.SUCCEEDED, `succeeded: ${show(last)}`);
    const output = last.outputs!.literals[0]!;
    const scalar = output.value!.value.value as any;
    check(output.name === "results" && scalar.value.value.uri.startsWith("bq://conformance:"), `outputs name the table: ${show(output)}`);
    check(toBinary(OutputsSchema, last.outputs!).length > 0, "outputs are not empty");
  },

  async fails_with_the_services_words(connector) {
    const meta = await connector.create(request("fails", "SELEC 1 /* sim: duration=300ms fail=invalidQuery message='Syntax error: SELEC' */"));
    const last = (await connector.until(meta, ends)).at(-1)!;
    check(last.phase === Phase.FAILED && last.message.includes("Syntax error: SELEC"), show(last));
  },

  async fails_retryably(connector) {
    const last = (await connector.until(await connector.create(request("retryable", "SELECT 1 /* sim: duration=300ms fail=backendError */")), ends)).at(-1)!;
    check(last.phase === Phase.RETRYABLE_FAILED, show(last));
  },

  async delete_cancels_the_job_and_works_on_what_has_ended(connector) {
    const message = request("delete", "SELECT 1 /* sim: duration=10m */");
    const meta = await connector.create(message);
    await connector.until(meta, [Phase.RUNNING]);
    await connector.delete(meta);
    check((await connector.until(meta, ends)).at(-1)!.phase === Phase.ABORTED, "aborted");
    const [book] = await connector.books(executionOf(message));
    check(book?.errorReason === "stopped", `the service stopped it: ${show(book)}`);
    await connector.delete(meta);
    const succeeded = await connector.create(request("delete-ended", "SELECT 1 /* sim: duration=200ms */"));
    await connector.until(succeeded, ends);
    await connector.delete(succeeded);
    check((await connector.get(succeeded)).phase === Phase.SUCCEEDED, "an end stays what it was");
  },

  async the_same_attempt_with_inputs_in_another_order_is_one_job(connector) {
    const literals: [string, Primitive][] = [["a", { case: "integer", value: 1n }], ["b", { case: "stringValue", value: "x" }]];
    const inputs = { a: SimpleType.INTEGER, b: SimpleType.STRING };
    const first = request("order", "SELECT @a, @b /* sim: duration=300ms */", { inputs, literals });
    const metas = [await connector.create(first)];
    const again = request("order", "SELECT @a, @b /* sim: duration=300ms */", { inputs, literals: [...literals].reverse(), execution: executionOf(first) });
    again.taskExecutionMetadata!.labels["pod"] = "another";
    metas.push(await connector.create(again));
    check(Buffer.compare(metas[0]!, metas[1]!) === 0, "one resource_meta");
    await connector.until(metas[0]!, ends);
    const books = await connector.books(executionOf(first));
    check(books.length === 1 && books[0]!.inserts === 1, `one insert: ${show(books)}`);
    const other = request("order", "SELECT @a, @b /* sim: duration=300ms */", { inputs, literals: [["a", { case: "integer", value: 2n }], literals[1]!], execution: executionOf(first) });
    await expectCode(Code.AlreadyExists, () => connector.create(other), "output_prefix");
  },

  async a_new_attempt_supersedes_the_old_one(connector) {
    const first = request("attempts", "SELECT 1 /* sim: duration=10m */");
    const old = await connector.create(first);
    await connector.until(old, [Phase.RUNNING]);
    const next = await connector.create(request("attempts", "SELECT 1 /* sim: duration=300ms */", { execution: executionOf(first), attempt: 1 }));
    check((await connector.until(next, ends)).at(-1)!.phase === Phase.SUCCEEDED, "the new attempt runs");
    check((await connector.until(old, ends)).at(-1)!.phase === Phase.ABORTED, "the old one is aborted");
  },

  async inputs_become_typed_parameters(connector) {
    const message = request("parameters", "SELECT @i, @f, @s, @b /* sim: duration=200ms */", {
      inputs: { i: SimpleType.INTEGER, f: SimpleType.FLOAT, s: SimpleType.STRING, b: SimpleType.BOOLEAN },
      literals: [
        ["b", { case: "boolean", value: false }],
        ["s", { case: "stringValue", value: "ü" }],
        ["f", { case: "integer", value: 3n }],
        ["i", { case: "floatValue", value: 42 }],
      ],
    });
    check((await connector.until(await connector.create(message), ends)).at(-1)!.phase === Phase.SUCCEEDED, "it ran");
    const [book] = await connector.books(executionOf(message));
    const job = (await (await fetch(`${connector.simulator}bigquery/v2/projects/conformance/jobs/${book!.jobId}?location=US`)).json()) as any;
    const parameters = Object.fromEntries(job.configuration.query.queryParameters.map((p: any) => [p.name, [p.parameterType.type, String(p.parameterValue.value)]]));
    check(show(parameters.i) === show(["INT64", "42"]), show(parameters));
    check(parameters.f[0] === "FLOAT64" && Number(parameters.f[1]) === 3, show(parameters));
    check(show(parameters.s) === show(["STRING", "ü"]), show(parameters));
    check(parameters.b[0] === "BOOL" && parameters.b[1].toLowerCase() === "false", show(parameters));
  },

  async every_type_of_input_arrives_as_its_value(connector) {
    const simple = (value: SimpleType) => ({ type: { case: "simple" as const, value } });
    const scalar = (value: unknown) => ({ value: { case: "scalar" as const, value: { value } } });
    const primitive = (value: unknown) => scalar({ case: "primitive", value: { value } });
    const optional = (value: SimpleType) => ({ type: { case: "unionType" as const, value: { variants: [simple(value), simple(SimpleType.NONE)] } } });
    const inputs: [string, unknown, unknown, string, unknown][] = [
      ["instant", simple(SimpleType.DATETIME), primitive({ case: "datetime", value: { seconds: 1700000000n, nanos: 123456789 } }), "DATETIME", "2023-11-14T22:13:20.123456"],
      ["span", simple(SimpleType.DURATION), primitive({ case: "duration", value: { seconds: 3661n, nanos: 0 } }), "INTERVAL", "0-0 0 1:1:1.000000"],
      ["infinite", simple(SimpleType.FLOAT), primitive({ case: "floatValue", value: -Infinity }), "FLOAT64", "-Infinity"],
      ["attribute", simple(SimpleType.STRING), scalar({ case: "binary", value: { value: Buffer.from("a26869", "hex"), tag: "msgpack" } }), "STRING", "hi"],
      ["some", optional(SimpleType.STRING), scalar({ case: "union", value: { value: primitive({ case: "stringValue", value: "s" }), type: simple(SimpleType.STRING) } }), "STRING", "s"],
      ["nothing", optional(SimpleType.BOOLEAN), scalar({ case: "union", value: { value: scalar({ case: "noneType", value: {} }), type: simple(SimpleType.NONE) } }), "BOOL", null],
      ["empty", { type: { case: "collectionType", value: simple(SimpleType.FLOAT) } }, { value: { case: "collection", value: { literals: [] } } }, "ARRAY<FLOAT64>", []],
      ["items", { type: { case: "collectionType", value: simple(SimpleType.FLOAT) } }, { value: { case: "collection", value: { literals: [primitive({ case: "integer", value: 1n })] } } }, "ARRAY<FLOAT64>", ["1"]],
    ];
    const message = request("types", "SELECT 1 /* sim: duration=200ms */");
    message.template!.interface!.inputs = create(VariableMapSchema, { variables: inputs.map(([key, type]) => ({ key, value: { type } })) } as never);
    message.inputs!.literals = inputs.map(([name, , value]) => create(NamedLiteralSchema, { name, value } as never));
    const last = (await connector.until(await connector.create(message), ends)).at(-1)!;
    check(last.phase === Phase.SUCCEEDED, show(last));
    const [book] = await connector.books(executionOf(message));
    const job = (await (await fetch(`${connector.simulator}bigquery/v2/projects/conformance/jobs/${book!.jobId}?location=US`)).json()) as any;
    const parameters = Object.fromEntries(job.configuration.query.queryParameters.map((p: any) => [p.name, p]));
    for (const [name, , , type, value] of inputs) {
      const { parameterType, parameterValue } = parameters[name];
      const found = parameterType.arrayType ? [`ARRAY<${parameterType.arrayType.type}>`, (parameterValue.arrayValues ?? []).map((v: any) => v.value)] : [parameterType.type, parameterValue.value ?? null];
      check(show(found) === show([type, value]), `${name}: ${show(parameters[name])}`);
    }
  },

  async a_script_gives_the_table_of_its_last_SELECT(connector) {
    const message = request("script", "CREATE TEMP TABLE a AS SELECT 1; SELECT 2; DROP TABLE a /* sim: pending=0s duration=300ms */");
    const last = (await connector.until(await connector.create(message), ends)).at(-1)!;
    check(last.phase === Phase.SUCCEEDED, show(last));
    const [book] = await connector.books(executionOf(message));
    const list = (await (await fetch(`${connector.simulator}bigquery/v2/projects/conformance/jobs?projection=full&parentJobId=${book!.jobId}`)).json()) as any;
    const table = list.jobs[1].configuration.query.destinationTable;
    const dataset = (last.outputs!.literals[0]!.value!.value.value as any).value.value;
    check(dataset.uri === `bq://conformance:${table.datasetId}.${table.tableId}`, `${dataset.uri} is ${show(table)}`);
    check(dataset.metadata.structuredDatasetType.format === "parquet", show(dataset));
  },

  async every_reason_has_its_phase(connector) {
    const wanted: [string, Phase][] = [
      ["invalidQuery", Phase.FAILED], ["accessDenied", Phase.FAILED], ["resourcesExceeded", Phase.FAILED], ["notFound", Phase.FAILED], ["stopped", Phase.FAILED],
      ["jobInternalError", Phase.RETRYABLE_FAILED], ["jobBackendError", Phase.RETRYABLE_FAILED], ["jobRateLimitExceeded", Phase.RETRYABLE_FAILED],
      ["quotaExceeded", Phase.RETRYABLE_FAILED], ["rateLimitExceeded", Phase.RETRYABLE_FAILED], ["tableUnavailable", Phase.RETRYABLE_FAILED],
    ];
    for (const [reason, phase] of wanted) {
      const meta = await connector.create(request(`reason-${reason.toLowerCase()}`, `SELECT 1 /* sim: pending=0s duration=100ms fail=${reason} message='words of the service' */`));
      const last = (await connector.until(meta, ends)).at(-1)!;
      check(last.phase === phase && last.message.includes("words of the service") && last.message.includes(reason), `${reason}: ${show(last)}`);
    }
  },

  async requests_that_are_no_task_get_typed_errors(connector) {
    await expectCode(Code.InvalidArgument, () => connector.create(create(CreateTaskRequestSchema, { outputPrefix: "s3://x/1" })), "template");
    await expectCode(Code.NotFound, () => connector.create(request("unknown", "SELECT 1", { type: "no_such_task" })), "no_such_task");
    for (const meta of [new Uint8Array(), Buffer.from("garbage"), Buffer.from([255, 254])]) {
      await expectCode(Code.InvalidArgument, () => connector.get(meta), "resource_meta");
      await expectCode(Code.InvalidArgument, () => connector.delete(meta), "resource_meta");
    }
  },

  async a_task_that_can_never_work_fails_at_once(connector) {
    const message = request("custom", "SELECT 1", { custom: { ProjectID: 7 } });
    const last = (await connector.until(await connector.create(message), ends)).at(-1)!;
    check(last.phase === Phase.FAILED && last.message.includes("ProjectID"), show(last));
    check((await connector.books(executionOf(message))).length === 0, "nothing was submitted");
  },

  async secrets_of_the_connection_are_not_kept(connector) {
    const secret = "c0nf1dential-value";
    const meta = await connector.create(request("secrets", "SELECT 1 /* sim: duration=200ms */", { connection: { secrets: { token: secret }, configs: { region: "eu" } } }));
    check(!Buffer.from(meta).toString().includes(secret), "not in resource_meta");
    const last = (await connector.until(meta, ends)).at(-1)!;
    check(last.phase === Phase.SUCCEEDED && !show(last).includes(secret), "not in the answer");
  },

  async lists_and_names_connectors(connector) {
    const { connectors } = await connector.metadata.listConnectors({});
    check(connectors.length === 1 && connectors[0]!.name === "Bigquery Connector", show(connectors));
    check(show(connectors[0]!.supportedTaskCategories.map((c) => [c.name, c.version])) === show([["bigquery_query_job_task", 0]]), show(connectors));
    const one = await connector.metadata.getConnector({ name: "Bigquery Connector" });
    check(one.connector?.name === "Bigquery Connector", show(one));
    await expectCode(Code.NotFound, () => connector.metadata.getConnector({ name: "nobody" }));
  },

  async logs_and_metrics(connector) {
    const resourceMeta = await connector.create(request("logs", "SELECT 1 /* sim: duration=200ms */"));
    await connector.until(resourceMeta, ends);
    const parts = [];
    for await (const part of connector.tasks.getTaskLogs({ resourceMeta, taskCategory })) {
      parts.push(part.part);
    }
    check(parts[0]?.case === "header", "the header comes first");
    const lines = parts.flatMap((part) => (part.case === "body" ? part.value.lines.map((line) => line.message) : []));
    check(lines.length >= 3, show(lines));
    const metrics = await connector.tasks.getTaskMetrics({ resourceMeta, taskCategory });
    check(metrics.results.some((result) => result.metric.includes("totalBytesProcessed")), show(metrics));
  },
};

const [name, endpoint, simulator] = process.argv.slice(2);
const run = cases[name ?? ""];
check(run && endpoint && simulator, `usage: CASE ENDPOINT SIMULATOR-URL with CASE one of ${Object.keys(cases).join(", ")}`);
await run(new Connector(endpoint, simulator));
process.exit(0);
