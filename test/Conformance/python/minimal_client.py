"""Drives Flyte's v1 protocol against a BigQuery that says little. Usage: minimal_client.py CASE ENDPOINT SERVICE-URL"""

import json
import sys
import urllib.request

from flyteidl.core import literals_pb2, types_pb2

from story import ENDS, Agent, Phase, check, execution_of, request

# The job's reason and what Flyte does with it.
FAILED = (
    "accessDenied", "attributeError", "badRequest", "billingNotEnabled", "billingTierLimitExceeded", "blocked", "duplicate", "invalid", "invalidQuery",
    "invalidUser", "notFound", "notImplemented", "resourcesExceeded", "responseTooLarge", "stopped", "timeout", "proxyAuthenticationRequired", "unheardOf")
RETRYABLE = (
    "backendError", "internalError", "jobBackendError", "jobInternalError", "jobRateLimitExceeded", "quotaExceeded", "rateLimitExceeded", "resourceInUse",
    "tableUnavailable")


def flytekits_task_runs_as_its_connector_ran_it(agent, service):
    P = literals_pb2.Primitive
    message = request(
        "flytekit", "SELECT 1", custom={"Location": "us-central1", "ProjectID": "plain"}, outputs=(),
        inputs={"a": types_pb2.INTEGER, "b": types_pb2.INTEGER}, literals={"a": P(integer=1), "b": P(integer=1)})
    seen = agent.until(agent.create(message), ENDS)
    check(seen[-1].phase == Phase.SUCCEEDED, f"{seen[-1]}")
    [(job_id, body)] = inserted(service, message)
    query = body["configuration"]["query"]
    check(query["query"] == "SELECT 1" and query["useLegacySql"] is False and query["parameterMode"] == "NAMED", f"{query}")
    check(query["queryParameters"] == [
        {"name": name, "parameterType": {"type": "INT64"}, "parameterValue": {"value": "1"}} for name in ("a", "b")], f"{query}")
    check(body["jobReference"] == {"projectId": "plain", "jobId": job_id, "location": "us-central1"}, f"{body}")
    [link] = seen[-1].log_links
    check(link.name == "BigQuery Console", f"{link}")
    check(link.uri == f"https://console.cloud.google.com/bigquery?project=plain&j=bq:us-central1:{job_id}&page=queryresults", f"{link}")
    check(not seen[-1].HasField("outputs"), "nothing is declared")


def go_plugins_task_gives_its_table(agent, service):
    message = request("go", "SELECT 1", custom={"projectId": "plain", "location": "EU"})
    seen = agent.until(agent.create(message), ENDS)
    running = [resource for resource in seen if resource.phase == Phase.RUNNING]
    check(len(running) == 1 and len(running[0].log_links) == 1, f"the first RUNNING has the link: {seen}")
    dataset = seen[-1].outputs.literals["results"].scalar.structured_dataset
    check(dataset.uri == "bq://project:dataset.table", f"{dataset}")
    check(dataset.metadata.structured_dataset_type.format == "parquet", f"{dataset}")


def every_setting_of_custom_arrives(agent, service):
    settings = {
        "allowLargeResults": True, "createDisposition": "CREATE_NEVER", "defaultDataset": {"projectId": "p", "datasetId": "d"},
        "destinationTable": {"projectId": "p", "datasetId": "d", "tableId": "t"}, "flattenResults": False, "maximumBillingTier": 1,
        "maximumBytesBilled": "1000", "priority": "BATCH", "useQueryCache": False, "writeDisposition": "WRITE_TRUNCATE",
        "schemaUpdateOptions": ["ALLOW_FIELD_ADDITION"], "clustering": {"fields": ["c"]}, "timePartitioning": {"type": "DAY", "expirationMs": "60000"},
        "rangePartitioning": {"field": "id", "range": {"start": "0", "end": "100", "interval": "10"}},
        "destinationEncryptionConfiguration": {"kmsKeyName": "k"}, "connectionProperties": [{"key": "time_zone", "value": "UTC"}], "createSession": True,
        "scriptOptions": {"keyResultStatement": "LAST"}, "userDefinedFunctionResources": [{"inlineCode": "x"}], "keyOfTomorrow": "kept"}
    message = request("settings", "SELECT 1", custom={"ProjectID": "plain", "Location": "US", "Domain": "development", **settings})
    check(agent.until(agent.create(message), ENDS)[-1].phase == Phase.SUCCEEDED, "it runs")
    [(_, body)] = inserted(service, message)
    query = body["configuration"]["query"]
    check({name: query.get(name) for name in settings} == settings, f"{query}")
    check(isinstance(query["maximumBillingTier"], int), "an integer, though it came as a double")
    check(not {"ProjectID", "Location", "Domain"} & set(query), f"Flyte's own keys stay here: {query}")


def every_reason_of_a_failed_job_has_its_phase(agent, service):
    metas = {reason: agent.create(request(f"reason-{reason.lower()}", f"SELECT {reason}", custom={"ProjectID": "reasons", "Location": "US"})) for reason in FAILED + RETRYABLE}
    for reason, meta in metas.items():
        last = agent.until(meta, ENDS)[-1]
        wanted = Phase.RETRYABLE_FAILED if reason in RETRYABLE else Phase.FAILED
        check(last.phase == wanted, f"{reason}: {last}")
        check("words of the service" in last.message and reason in last.message, f"{reason}: {last}")
        check("console.cloud.google.com" in last.message, f"{reason}: {last}")
        check(last.agent_error.code == reason, f"{reason}: {last}")


def refusals_fail_at_once_with_the_services_words(agent, service):
    for project, words in {
            "denied": "Access Denied: Project denied", "unauthorized": "user xxx is not authorized", "missing": "Not found: Dataset missing:d",
            "wrong": "Syntax error: Unexpected identifier"}.items():
        message = request(project, "SELECT 1", custom={"ProjectID": project, "Location": "US"})
        last = agent.until(agent.create(message), ENDS)[-1]
        check(last.phase == Phase.FAILED and words in last.message, f"{project}: {last}")
        check(len(inserted(service, message)) == 1, "sent once")


def job_that_exists_is_adopted(agent, service):
    last = agent.until(agent.create(request("exists", "SELECT 1", custom={"ProjectID": "exists", "Location": "EU"})), ENDS)[-1]
    check(last.phase == Phase.SUCCEEDED and last.outputs.literals["results"].scalar.structured_dataset.uri == "bq://project:dataset.table", f"{last}")


def job_that_is_done_at_once_is_done(agent, service):
    last = agent.until(agent.create(request("done", "SELECT 1", custom={"ProjectID": "done"})), ENDS)[-1]
    check(last.phase == Phase.SUCCEEDED and len(last.log_links) == 1, f"{last}")
    check(last.outputs.literals["results"].scalar.structured_dataset.uri == "bq://project:dataset.table", f"{last}")


def insert_whose_connection_broke_is_sent_again_under_the_same_id(agent, service):
    message = request("lost", "SELECT 1", custom={"ProjectID": "lost"})
    last = agent.until(agent.create(message), ENDS)[-1]
    check(last.phase == Phase.SUCCEEDED, f"{last}")
    check(len(inserted(service, message)) == 2, "one id, two inserts of which the first was lost")


def job_whose_location_nobody_tells_runs_and_has_a_link(agent, service):
    seen = agent.until(agent.create(request("nowhere", "SELECT 1", custom={"ProjectID": "plain", "Location": None})), ENDS)
    check([resource.phase for resource in seen][-2:] == [Phase.RUNNING, Phase.SUCCEEDED], f"{seen}")
    check("&j=bq:US:" in seen[-1].log_links[0].uri, f"{seen[-1]}")


def warnings_fail_nothing(agent, service):
    last = agent.until(agent.create(request("warned", "SELECT 1", custom={"ProjectID": "warned", "Location": "US"})), ENDS)[-1]
    check(last.phase == Phase.SUCCEEDED, f"{last}")


def cancel_without_a_word_is_looked_after(agent, service):
    meta = agent.create(request("endless", "SELECT 1", custom={"ProjectID": "endless", "Location": "US"}))
    agent.until(meta, (Phase.RUNNING,))
    agent.delete(meta)
    check(agent.until(meta, ENDS)[-1].phase == Phase.ABORTED, "stopped")


def script_whose_statements_cannot_be_listed_says_so(agent, service):
    last = agent.until(agent.create(request("script", "SELECT 1; SELECT 2", custom={"ProjectID": "script", "Location": "US"})), ENDS)[-1]
    check(last.phase == Phase.FAILED and "cannot be listed" in last.message, f"{last}")
    without = agent.until(agent.create(request("script-free", "SELECT 1; SELECT 2", outputs=(), custom={"ProjectID": "script", "Location": "US"})), ENDS)[-1]
    check(without.phase == Phase.SUCCEEDED, f"{without}")


def ordered_table_is_the_output_of_a_service_that_tells_none(agent, service):
    custom = {"ProjectID": "mute", "Location": "US", "destinationTable": {"projectId": "p", "datasetId": "d", "tableId": "t"}}
    last = agent.until(agent.create(request("mute", "SELECT 1", custom=custom)), ENDS)[-1]
    check(last.phase == Phase.SUCCEEDED and last.outputs.literals["results"].scalar.structured_dataset.uri == "bq://p:d.t", f"{last}")


def jobs_of_python_connectors_are_carried_on(agent, service):
    body = {"jobReference": {"projectId": "plain", "jobId": f"carried-on-{id(agent)}"}, "configuration": {"query": {"query": "SELECT 1"}}}
    call = urllib.request.Request(f"{service}bigquery/v2/projects/plain/jobs", data=json.dumps(body).encode())
    urllib.request.urlopen(call, timeout=10).close()
    meta = {"job_id": body["jobReference"]["jobId"], "project": "plain", "location": "us-central1", "user_agent": "Flyte/2.0 (GPN:Union;development)"}
    last = agent.until(json.dumps(meta).encode(), ENDS)[-1]
    check(last.phase == Phase.SUCCEEDED and last.outputs.literals["results"].scalar.structured_dataset.uri == "bq://project:dataset.table", f"{last}")
    check(f"&j=bq:us-central1:{meta['job_id']}&" in last.log_links[0].uri, f"{last}")


def inserted(service, message):
    """The inserts of one execution, in their order."""
    with urllib.request.urlopen(f"{service}_jobs", timeout=10) as answer:
        jobs = json.load(answer)
    return [(job_id, body) for job_id, job in jobs.items() if f"flyte_{execution_of(message)}_" in job_id for body in job["bodies"]]


if __name__ == "__main__":
    case, endpoint, service = sys.argv[1:4]
    globals()[case](Agent(endpoint), service)
