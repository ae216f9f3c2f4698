"""What a Flyte v1 client needs to tell a story: Flyte's own message classes, calls, and waiting for an end."""

import json
import sys
import time
import urllib.request

import grpc
from google.protobuf import struct_pb2
from flyteidl.admin import agent_pb2
from flyteidl.core import execution_pb2, identifier_pb2, interface_pb2, literals_pb2, tasks_pb2, types_pb2

CATEGORY = agent_pb2.TaskCategory(name="bigquery_query_job_task", version=0)
Phase = execution_pb2.TaskExecution
ENDS = (Phase.SUCCEEDED, Phase.FAILED, Phase.RETRYABLE_FAILED, Phase.ABORTED)


class Agent:
    """The v1 services, called by name as generated stubs would."""

    def __init__(self, endpoint):
        self.channel = grpc.insecure_channel(endpoint)

    def call(self, service, method, request, answer_type, timeout=10):
        rpc = self.channel.unary_unary(
            f"/flyteidl.service.{service}/{method}",
            request_serializer=lambda message: message if isinstance(message, bytes) else message.SerializeToString(),
            response_deserializer=answer_type.FromString,
        )
        return rpc(request, timeout=timeout)

    def create(self, request):
        return self.call("AsyncAgentService", "CreateTask", request, agent_pb2.CreateTaskResponse).resource_meta

    def get(self, meta):
        request = agent_pb2.GetTaskRequest(resource_meta=meta, task_category=CATEGORY)
        return self.call("AsyncAgentService", "GetTask", request, agent_pb2.GetTaskResponse).resource

    def delete(self, meta):
        request = agent_pb2.DeleteTaskRequest(resource_meta=meta, task_category=CATEGORY)
        self.call("AsyncAgentService", "DeleteTask", request, agent_pb2.DeleteTaskResponse)

    def logs(self, meta):
        rpc = self.channel.unary_stream(
            "/flyteidl.service.AsyncAgentService/GetTaskLogs",
            request_serializer=agent_pb2.GetTaskLogsRequest.SerializeToString,
            response_deserializer=agent_pb2.GetTaskLogsResponse.FromString,
        )
        return list(rpc(agent_pb2.GetTaskLogsRequest(resource_meta=meta, task_category=CATEGORY), timeout=10))

    def until(self, meta, wanted, seconds=30):
        """Asks until a phase is reached; returns every distinct resource on the way."""
        seen = []
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            resource = self.get(meta)
            check(resource.phase != Phase.UNDEFINED, "a phase is always set")
            if not seen or seen[-1].phase != resource.phase:
                seen.append(resource)
            if resource.phase in wanted:
                return seen
            time.sleep(0.1)
        fail(f"no phase of {wanted} within {seconds} s; last was {seen[-1]}")


def template(statement, inputs=None, outputs=("results",), custom=None):
    task = tasks_pb2.TaskTemplate(
        id=identifier_pb2.Identifier(
            resource_type=identifier_pb2.TASK, project="flytesnacks", domain="development", name="conformance.query", version="v1"),
        type="bigquery_query_job_task",
        sql=tasks_pb2.Sql(statement=statement, dialect=tasks_pb2.Sql.ANSI),
        metadata=tasks_pb2.TaskMetadata(retries=literals_pb2.RetryStrategy(retries=2)),
    )
    for name, simple in (inputs or {}).items():
        task.interface.inputs.variables[name].CopyFrom(interface_pb2.Variable(type=types_pb2.LiteralType(simple=simple)))
    for name in outputs:
        task.interface.outputs.variables[name].CopyFrom(
            interface_pb2.Variable(type=types_pb2.LiteralType(structured_dataset_type=types_pb2.StructuredDatasetType(format="parquet"))))
    task.custom.CopyFrom(struct_pb2.Struct())
    task.custom.update({"ProjectID": "conformance", "Location": "US", "Domain": "development"} if custom is None else custom)
    return task


def request(case, statement, node="n0", attempt=0, prefix=None, inputs=None, literals=None, **parts):
    """A CreateTaskRequest as propeller fills it in."""
    execution = f"py-{case}-{int(time.time() * 1000)}" if not isinstance(case, tuple) else case[0]
    task = template(statement, inputs=inputs, **parts)
    message = agent_pb2.CreateTaskRequest(
        template=task,
        output_prefix=prefix or f"s3://flyte/metadata/propeller/flytesnacks-development-{execution}/{node}/data/{attempt}",
    )
    for name, primitive in (literals or {}).items():
        message.inputs.literals[name].scalar.primitive.CopyFrom(primitive)
    metadata = message.task_execution_metadata
    metadata.task_execution_id.CopyFrom(
        identifier_pb2.TaskExecutionIdentifier(
            task_id=task.id,
            node_execution_id=identifier_pb2.NodeExecutionIdentifier(
                node_id=node,
                execution_id=identifier_pb2.WorkflowExecutionIdentifier(project="flytesnacks", domain="development", name=execution)),
            retry_attempt=attempt,
        ))
    metadata.namespace = "flytesnacks-development"
    metadata.labels["execution-id"] = execution
    metadata.max_attempts = 3
    return message


def books(simulator, execution):
    """The simulator's own account of the jobs of one execution."""
    with urllib.request.urlopen(f"{simulator}_books", timeout=10) as answer:
        return [job for job in json.load(answer)["jobs"] if f"flyte_{execution}_" in job["jobId"]]


def job(simulator, book):
    with urllib.request.urlopen(f"{simulator}bigquery/v2/projects/{book['projectId']}/jobs/{book['jobId']}?location={book['location']}", timeout=10) as answer:
        return json.load(answer)


def insert(simulator, body):
    """Starts a job at the service without this backend."""
    call = urllib.request.Request(
        f"{simulator}bigquery/v2/projects/{body['jobReference']['projectId']}/jobs",
        data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(call, timeout=10) as answer:
        return json.load(answer)


def execution_of(message):
    return message.task_execution_metadata.task_execution_id.node_execution_id.execution_id.name


def expect_code(code, act, *words):
    try:
        act()
    except grpc.RpcError as error:
        check(error.code() == code, f"status {code}, got {error.code()}: {error.details()}")
        for word in words:
            check(word in error.details(), f"'{word}' in '{error.details()}'")
        return
    fail(f"expected {code}, but the call worked")


def check(condition, what):
    if not condition:
        fail(what)


def fail(what):
    print(f"not so: {what}", file=sys.stderr)
    sys.exit(1)
