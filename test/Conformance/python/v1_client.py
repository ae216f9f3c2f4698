"""Drives Flyte's v1 protocol with Flyte's own published messages. Usage: v1_client.py CASE ENDPOINT SIMULATOR-URL"""

import json
import sys
import time
import urllib.request

import grpc
from google.protobuf import duration_pb2, struct_pb2, timestamp_pb2
from flyteidl.admin import agent_pb2
from flyteidl.core import literals_pb2, types_pb2
from flyteidl.service import external_plugin_service_pb2 as external

from story import CATEGORY, ENDS, Agent, Phase, books, check, execution_of, expect_code, insert, job, request, template


def succeeds(agent, simulator):
    message = request("succeeds", "SELECT 1 /* sim: pending=500ms duration=2s */")
    meta = agent.create(message)
    seen = agent.until(meta, ENDS)
    check([resource.phase for resource in seen][-1] == Phase.SUCCEEDED, f"succeeded: {seen[-1]}")
    running = [resource for resource in seen if resource.phase == Phase.RUNNING]
    check(len(running) == 1, "it was seen running")
    check([link.name for link in running[0].log_links] == ["BigQuery Console"], "the first RUNNING has the link")
    check(len(running[0].custom_info.fields) > 0, "the first RUNNING has custom_info")
    check(not running[0].HasField("outputs"), "no outputs before the end")
    uri = seen[-1].outputs.literals["results"].scalar.structured_dataset.uri
    check(uri.startswith("bq://conformance:"), f"outputs name the table: {uri}")
    check(seen[-1].outputs.literals["results"].scalar.structured_dataset.metadata.structured_dataset_type.format == "parquet", "declared format")


def fails_with_the_services_words(agent, simulator):
    meta = agent.create(request("fails", "SELEC 1 /* sim: duration=300ms fail=invalidQuery message='Syntax error: SELEC' */"))
    last = agent.until(meta, ENDS)[-1]
    check(last.phase == Phase.FAILED, f"failed: {last}")
    check("Syntax error: SELEC" in last.message and "invalidQuery" in last.message, f"the service's words: {last.message}")
    check(last.agent_error.code == "invalidQuery", f"agent_error: {last.agent_error}")


def fails_retryably(agent, simulator):
    last = agent.until(agent.create(request("retryable", "SELECT 1 /* sim: duration=300ms fail=backendError */")), ENDS)[-1]
    check(last.phase == Phase.RETRYABLE_FAILED, f"retryable: {last}")


def delete_cancels_the_job(agent, simulator):
    message = request("delete", "SELECT 1 /* sim: duration=10m */")
    meta = agent.create(message)
    agent.until(meta, (Phase.RUNNING,))
    agent.delete(meta)
    agent.delete(meta)
    last = agent.until(meta, ENDS)[-1]
    check(last.phase == Phase.ABORTED, f"aborted: {last}")
    [book] = books(simulator, execution_of(message))
    check(book["state"] == "DONE" and book["errorReason"] == "stopped", f"the service stopped it: {book}")
    agent.delete(meta)


def the_same_attempt_twice_is_one_job(agent, simulator):
    message = request("repeat", "SELECT 1 /* sim: duration=500ms */")
    metas = {agent.create(message) for _ in range(5)}
    check(len(metas) == 1, "one resource_meta")
    agent.until(metas.pop(), ENDS)
    [book] = books(simulator, execution_of(message))
    check(book["inserts"] == 1, f"one insert: {book}")


def other_request_for_the_same_attempt_is_refused(agent, simulator):
    message = request("conflict", "SELECT 1 /* sim: duration=500ms */")
    agent.create(message)
    message.template.sql.statement = "SELECT 2"
    expect_code(grpc.StatusCode.ALREADY_EXISTS, lambda: agent.create(message), "output_prefix")
    check(len(books(simulator, execution_of(message))) <= 1, "the other one never ran")


def same_ids_with_other_prefixes_are_two_jobs(agent, simulator):
    first = request("prefix", "SELECT 1 /* sim: duration=500ms */")
    execution = execution_of(first)
    second = request((execution,), "SELECT 1 /* sim: duration=500ms */", prefix=f"s3://flyte/{execution}/other-subworkflow/n0/data/0")
    metas = [agent.create(first), agent.create(second)]
    check(metas[0] != metas[1], "two resource_metas")
    for meta in metas:
        check(agent.until(meta, ENDS)[-1].phase == Phase.SUCCEEDED, "both run")
    check(len(books(simulator, execution)) == 2, "two jobs at the service")


def a_new_attempt_supersedes_the_old_one(agent, simulator):
    first = request("attempts", "SELECT 1 /* sim: duration=10m */")
    old = agent.create(first)
    agent.until(old, (Phase.RUNNING,))
    new = agent.create(request((execution_of(first),), "SELECT 1 /* sim: duration=500ms */", attempt=1))
    check(agent.until(new, ENDS)[-1].phase == Phase.SUCCEEDED, "the new attempt runs")
    check(agent.until(old, ENDS)[-1].phase == Phase.ABORTED, "the old one is aborted")


def inputs_become_typed_parameters(agent, simulator):
    P = literals_pb2.Primitive
    message = request(
        "parameters", "SELECT @i, @f, @s, @b /* sim: duration=200ms */",
        inputs={"i": types_pb2.INTEGER, "f": types_pb2.FLOAT, "s": types_pb2.STRING, "b": types_pb2.BOOLEAN, "whole": types_pb2.INTEGER},
        literals={"i": P(integer=2**62), "f": P(float_value=0.25), "s": P(string_value="a'b"), "b": P(boolean=True), "whole": P(float_value=7.0)})
    check(agent.until(agent.create(message), ENDS)[-1].phase == Phase.SUCCEEDED, "it ran")
    [book] = books(simulator, execution_of(message))
    parameters = {p["name"]: (p["parameterType"]["type"], p["parameterValue"]["value"]) for p in job(simulator, book)["configuration"]["query"]["queryParameters"]}
    check(parameters["i"] == ("INT64", str(2**62)), f"{parameters}")
    check(parameters["f"][0] == "FLOAT64" and float(parameters["f"][1]) == 0.25, f"{parameters}")
    check(parameters["s"] == ("STRING", "a'b"), f"{parameters}")
    check(parameters["b"][0] == "BOOL" and str(parameters["b"][1]).lower() == "true", f"{parameters}")
    check(parameters["whole"] == ("INT64", "7"), f"{parameters}")


def every_type_of_input_arrives_as_its_value(agent, simulator):
    P, L, T = literals_pb2.Primitive, literals_pb2.Literal, types_pb2.LiteralType
    simple = lambda kind: T(simple=kind)
    primitive = lambda **value: L(scalar=literals_pb2.Scalar(primitive=P(**value)))
    packed = lambda value, tag="msgpack": L(scalar=literals_pb2.Scalar(binary=literals_pb2.Binary(value=value, tag=tag)))
    none = L(scalar=literals_pb2.Scalar(none_type=literals_pb2.Void()))
    optional = lambda kind: T(union_type=types_pb2.UnionType(variants=[simple(kind), simple(types_pb2.NONE)]))
    union = lambda value, kind: L(scalar=literals_pb2.Scalar(union=literals_pb2.Union(value=value, type=simple(kind))))
    many = lambda *items: L(collection=literals_pb2.LiteralCollection(literals=items))
    generic = struct_pb2.Struct()
    generic.update({"a": 1})
    cases = {
        "instant": (simple(types_pb2.DATETIME), primitive(datetime=timestamp_pb2.Timestamp(seconds=1700000000, nanos=123456789)), "DATETIME", "2023-11-14T22:13:20.123456"),
        "span": (simple(types_pb2.DURATION), primitive(duration=duration_pb2.Duration(seconds=3661)), "INTERVAL", "0-0 0 1:1:1.000000"),
        "nan": (simple(types_pb2.FLOAT), primitive(float_value=float("nan")), "FLOAT64", "NaN"),
        "raw": (simple(types_pb2.BINARY), packed(b"\x00\xff", ""), "BYTES", "AP8="),
        "choice": (T(enum_type=types_pb2.EnumType(values=["x", "y"])), primitive(string_value="y"), "STRING", "y"),
        "attribute": (simple(types_pb2.INTEGER), packed(b"\x07"), "INT64", "7"),
        "whole": (simple(types_pb2.FLOAT), primitive(integer=3), "FLOAT64", "3"),
        "some": (optional(types_pb2.INTEGER), union(primitive(integer=5), types_pb2.INTEGER), "INT64", "5"),
        "nothing": (optional(types_pb2.INTEGER), union(none, types_pb2.NONE), "INT64", None),
        "items": (T(collection_type=simple(types_pb2.INTEGER)), many(primitive(integer=1), primitive(integer=2)), "ARRAY<INT64>", ["1", "2"]),
        "empty": (T(collection_type=simple(types_pb2.STRING)), many(), "ARRAY<STRING>", []),
        "map": (T(map_value_type=simple(types_pb2.INTEGER)), L(map=literals_pb2.LiteralMap(literals={"k": primitive(integer=1)})), "JSON", {"k": 1}),
        "document": (simple(types_pb2.STRUCT), L(scalar=literals_pb2.Scalar(generic=generic)), "JSON", {"a": 1}),
        "dataclass": (simple(types_pb2.STRUCT), packed(b"\x81\xa1a\x01"), "JSON", {"a": 1}),
    }
    message = request("types", "SELECT 1 /* sim: duration=200ms */")
    for name, (declared, literal, _, _) in cases.items():
        message.template.interface.inputs.variables[name].type.CopyFrom(declared)
        message.inputs.literals[name].CopyFrom(literal)
    last = agent.until(agent.create(message), ENDS)[-1]
    check(last.phase == Phase.SUCCEEDED, f"{last}")
    [book] = books(simulator, execution_of(message))
    parameters = {p["name"]: p for p in job(simulator, book)["configuration"]["query"]["queryParameters"]}
    check(set(parameters) == set(cases), f"{parameters}")
    for name, (_, _, kind, value) in cases.items():
        given, told = parameters[name]["parameterType"], parameters[name]["parameterValue"]
        if kind.startswith("ARRAY"):
            check(f"ARRAY<{given['arrayType']['type']}>" == kind and [item["value"] for item in told.get("arrayValues", [])] == value, f"{parameters[name]}")
        else:
            found = json.loads(told["value"]) if kind == "JSON" else told.get("value")
            check(given == {"type": kind} and found == value, f"{parameters[name]}")


def inputs_without_parameter_fail_by_name_and_nothing_runs(agent, simulator):
    message = request("unsupported", "SELECT 1")
    message.template.interface.inputs.variables["file"].type.blob.format = "csv"
    message.inputs.literals["file"].scalar.blob.uri = "s3://b/f"
    last = agent.until(agent.create(message), ENDS)[-1]
    check(last.phase == Phase.FAILED and 'inputs["file"]' in last.message, f"{last}")
    check(books(simulator, execution_of(message)) == [], "nothing was submitted")


def a_script_gives_the_table_of_its_last_SELECT(agent, simulator):
    message = request("script", f"CREATE TEMP TABLE a AS SELECT 1; SELECT 2; SELECT 3; DROP TABLE a /* sim: pending=0s duration=400ms */")
    last = agent.until(agent.create(message), ENDS)[-1]
    check(last.phase == Phase.SUCCEEDED, f"{last}")
    [book] = books(simulator, execution_of(message))
    with urllib.request.urlopen(f"{simulator}bigquery/v2/projects/conformance/jobs?projection=full&parentJobId={book['jobId']}", timeout=10) as answer:
        statements = json.load(answer)["jobs"]
    check([s["statistics"]["query"]["statementType"] for s in statements] == ["DROP_TABLE", "SELECT", "SELECT", "CREATE_TABLE_AS_SELECT"], f"{statements}")
    table = statements[1]["configuration"]["query"]["destinationTable"]
    uri = last.outputs.literals["results"].scalar.structured_dataset.uri
    check(uri == f"bq://conformance:{table['datasetId']}.{table['tableId']}", f"{uri} is {table}")
    with urllib.request.urlopen(f"{simulator}bigquery/v2/projects/conformance/datasets/{table['datasetId']}/tables/{table['tableId']}", timeout=10) as answer:
        check(json.load(answer)["numRows"] == "1", "the table can be read")


def DDL_and_DML_give_the_table_that_they_name(agent, simulator):
    name = f"made_{int(time.time() * 1000)}"
    for statement in (f"CREATE TABLE d.{name} AS SELECT 1", f"CREATE OR REPLACE TABLE `conformance.d.{name}` AS SELECT 2", f"INSERT INTO d.{name} SELECT 3", f"CREATE TABLE d.{name} (x INT64)"):
        last = agent.until(agent.create(request("ddl", f"{statement} /* sim: pending=0s duration=200ms */")), ENDS)[-1]
        check(last.phase == Phase.SUCCEEDED, f"{statement}: {last}")
        check(last.outputs.literals["results"].scalar.structured_dataset.uri == f"bq://conformance:d.{name}", f"{statement}: {last}")


def an_output_without_a_table_fails_and_says_why(agent, simulator):
    for case, statement in {"drop": "DROP TABLE d.t", "drops": "DROP TABLE d.t; DROP TABLE d.u", "call": "CALL d.p()"}.items():
        last = agent.until(agent.create(request(case, f"{statement} /* sim: pending=0s duration=200ms */")), ENDS)[-1]
        check(last.phase == Phase.FAILED and last.agent_error.code == "NoDestinationTable", f"{statement}: {last}")
        free = agent.until(agent.create(request(f"{case}-free", f"{statement} /* sim: pending=0s duration=200ms */", outputs=())), ENDS)[-1]
        check(free.phase == Phase.SUCCEEDED and not free.HasField("outputs"), f"{statement}: {free}")


def a_task_that_can_never_work_fails_at_once(agent, simulator):
    message = request("custom", "SELECT 1", custom={"ProjectID": "conformance", "Location": ["EU"]})
    last = agent.until(agent.create(message), ENDS)[-1]
    check(last.phase == Phase.FAILED and "Location" in last.message, f"names the field: {last}")
    check(books(simulator, execution_of(message)) == [], "nothing was submitted")


def requests_that_are_no_task_get_typed_errors(agent, simulator):
    expect_code(grpc.StatusCode.INVALID_ARGUMENT, lambda: agent.create(agent_pb2.CreateTaskRequest(output_prefix="s3://x/0")), "template")
    unknown = request("unknown", "SELECT 1")
    unknown.template.type = "no_such_task"
    expect_code(grpc.StatusCode.NOT_FOUND, lambda: agent.create(unknown), "no_such_task")
    for meta in (b"", b"garbage", b"\xff\xfe", b"{}"):
        expect_code(grpc.StatusCode.INVALID_ARGUMENT, lambda: agent.get(meta), "resource_meta")
        expect_code(grpc.StatusCode.INVALID_ARGUMENT, lambda: agent.delete(meta), "resource_meta")
    forgotten = b'{"v":1,"job":"bigquery_query_job_task/' + b"a" * 26 + b'"}'
    expect_code(grpc.StatusCode.NOT_FOUND, lambda: agent.get(forgotten))
    agent.delete(forgotten)


def task_type_alone_works(agent, simulator):
    meta = agent.create(request("type", "SELECT 1 /* sim: duration=200ms */"))
    limit = time.monotonic() + 20
    while True:
        answer = agent.call(
            "AsyncAgentService", "GetTask", agent_pb2.GetTaskRequest(resource_meta=meta, task_type="bigquery_query_job_task"), agent_pb2.GetTaskResponse)
        if answer.resource.phase in ENDS:
            break
        check(time.monotonic() < limit, "it ends")
        time.sleep(0.1)
    agent.call("AsyncAgentService", "DeleteTask", agent_pb2.DeleteTaskRequest(resource_meta=meta, task_type="bigquery_query_job_task"), agent_pb2.DeleteTaskResponse)


def lists_and_names_agents(agent, simulator):
    agents = agent.call("AgentMetadataService", "ListAgents", agent_pb2.ListAgentsRequest(), agent_pb2.ListAgentsResponse).agents
    check([a.name for a in agents] == ["Bigquery Connector"], f"{agents}")
    check([(c.name, c.version) for c in agents[0].supported_task_categories] == [("bigquery_query_job_task", 0)], f"{agents}")
    check(not agents[0].is_sync, "asynchronous")
    one = agent.call("AgentMetadataService", "GetAgent", agent_pb2.GetAgentRequest(name="Bigquery Connector"), agent_pb2.GetAgentResponse)
    check(one.agent == agents[0], "the same by name")
    expect_code(
        grpc.StatusCode.NOT_FOUND,
        lambda: agent.call("AgentMetadataService", "GetAgent", agent_pb2.GetAgentRequest(name="nobody"), agent_pb2.GetAgentResponse))


def logs_tell_the_history(agent, simulator):
    meta = agent.create(request("logs", "SELECT 1 /* sim: duration=200ms */"))
    agent.until(meta, ENDS)
    parts = agent.logs(meta)
    check(parts[0].HasField("header"), "the header comes first")
    lines = [line.message for part in parts if part.HasField("body") for line in part.body.structured_lines]
    check(len(lines) >= 3 and "accepted" in lines[0].lower(), f"{lines}")
    metrics = agent.call(
        "AsyncAgentService", "GetTaskMetrics", agent_pb2.GetTaskMetricsRequest(resource_meta=meta, task_category=CATEGORY), agent_pb2.GetTaskMetricsResponse)
    check(any("totalBytesProcessed" in result.metric for result in metrics.results), f"{metrics}")


def synchronous_tasks_are_unimplemented(agent, simulator):
    rpc = agent.channel.stream_stream(
        "/flyteidl.service.SyncAgentService/ExecuteTaskSync",
        request_serializer=agent_pb2.ExecuteTaskSyncRequest.SerializeToString,
        response_deserializer=agent_pb2.ExecuteTaskSyncResponse.FromString)
    expect_code(grpc.StatusCode.UNIMPLEMENTED, lambda: list(rpc(iter([agent_pb2.ExecuteTaskSyncRequest()]), timeout=10)))


def jobs_of_flytes_own_connector_are_carried_on(agent, simulator):
    """What the Python connector left behind: a job under an id of its own, and its resource_meta."""
    for user_agent in ({}, {"user_agent": "Flytekit/1.16 (GPN:Union;development)"}):
        job_id = f"python-connector-{int(time.time() * 1e6)}"
        body = {
            "jobReference": {"projectId": "conformance", "jobId": job_id, "location": "EU"},
            "configuration": {"query": {"query": "SELECT 1 /* sim: duration=1s */", "useLegacySql": False}}}
        insert(simulator, body)
        meta = json.dumps({"job_id": job_id, "project": "conformance", "location": "EU", **user_agent}).encode()
        last = agent.until(meta, ENDS)[-1]
        check(last.phase == Phase.SUCCEEDED, f"{last}")
        check(last.outputs.literals["results"].scalar.structured_dataset.uri.startswith("bq://conformance:"), f"{last}")

    job_id = f"python-connector-{int(time.time() * 1e6)}"
    body["jobReference"]["jobId"] = job_id
    body["configuration"]["query"]["query"] = "SELECT 1 /* sim: duration=10m */"
    insert(simulator, body)
    meta = json.dumps({"job_id": job_id, "project": "conformance", "location": "EU"}).encode()
    agent.delete(meta)
    check(agent.until(meta, ENDS)[-1].phase == Phase.ABORTED, "deleted at the first call ever")


def unknown_fields_of_other_makers_pass(agent, simulator):
    # Field 9999 as a text, appended to the message: protobuf readers must carry it along.
    extra = b"\xfa\xf0\x04\x05hello"
    message = request("unknown-fields", "SELECT 1 /* sim: duration=200ms */")
    meta = agent.call("AsyncAgentService", "CreateTask", message.SerializeToString() + extra, agent_pb2.CreateTaskResponse).resource_meta
    check(agent.until(meta, ENDS)[-1].phase == Phase.SUCCEEDED, "it ran")


def health_is_served(agent, simulator):
    for service in (b"", b"flyteidl.service.AsyncAgentService", b"flyteidl.service.AgentMetadataService"):
        rpc = agent.channel.unary_unary("/grpc.health.v1.Health/Check", request_serializer=lambda raw: raw, response_deserializer=lambda raw: raw)
        asked = b"\x0a" + bytes([len(service)]) + service if service else b""
        check(rpc(asked, timeout=10) == b"\x08\x01", f"SERVING for '{service.decode()}'")


def the_rfc_service_runs_a_job(agent, simulator):
    prefix = f"s3://flyte/rfc/{int(time.time() * 1000)}/0"
    literals = literals_pb2.LiteralMap()
    create = external.TaskCreateRequest(template=template("SELECT 1 /* sim: duration=300ms */"), inputs=literals, output_prefix=prefix)
    first = agent.call("ExternalPluginService", "CreateTask", create, external.TaskCreateResponse).job_id
    check(first == agent.call("ExternalPluginService", "CreateTask", create, external.TaskCreateResponse).job_id, "idempotent")
    limit = time.monotonic() + 20
    while True:
        answer = agent.call(
            "ExternalPluginService", "GetTask", external.TaskGetRequest(task_type="bigquery_query_job_task", job_id=first), external.TaskGetResponse)
        if answer.state == external.SUCCEEDED:
            break
        check(answer.state in (external.PENDING, external.RUNNING) and time.monotonic() < limit, f"on its way: {answer}")
        time.sleep(0.1)
    check(answer.outputs.literals["results"].scalar.structured_dataset.uri.startswith("bq://"), "outputs")
    agent.call("ExternalPluginService", "DeleteTask", external.TaskDeleteRequest(task_type="bigquery_query_job_task", job_id=first), external.TaskDeleteResponse)


if __name__ == "__main__":
    case, endpoint, simulator = sys.argv[1:4]
    globals()[case](Agent(endpoint), simulator)
