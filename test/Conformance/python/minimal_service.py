"""A BigQuery that says as little as a stub in somebody's test does. The project in the path chooses how it behaves.

It knows no jobs.list, no `fields`, no location rules and no token, and leaves out of its answers what it can.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TABLE = {"projectId": "project", "datasetId": "dataset", "tableId": "table"}
JOBS = {}
LOCK = threading.Lock()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = self.path.split("?")[0].strip("/").split("/")
        if path == ["_jobs"]:
            return self.answer(200, JOBS)
        if path[:3] == ["bigquery", "v2", "projects"] and len(path) == 6 and path[4] == "jobs":
            return self.get(path[3], path[5])
        self.unknown()

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.split("?")[0].strip("/").split("/")
        if path[:3] == ["bigquery", "v2", "projects"] and path[4:] == ["jobs"]:
            return self.insert(path[3], json.loads(body))
        if path[:3] == ["bigquery", "v2", "projects"] and len(path) == 7 and path[6] == "cancel":
            with LOCK:
                JOBS[path[5]]["cancelled"] = True
            return self.answer(200, {})
        self.unknown()

    def insert(self, project, body):
        job_id = body["jobReference"]["jobId"]
        with LOCK:
            known = job_id in JOBS
            job = JOBS.setdefault(job_id, {"project": project, "bodies": [], "cancelled": False, "gets": 0, "made": False})
            job["bodies"].append(body)
            if project == "lost" and not known:
                self.close_connection = True
                return self.connection.close()
            job["made"] = project not in ("denied", "unauthorized", "missing", "wrong")
        refusals = {
            "denied": (403, "Access Denied: Project denied", "accessDenied"),
            "unauthorized": (401, "user xxx is not authorized", None),
            "missing": (404, "Not found: Dataset missing:d", "notFound"),
            "wrong": (400, "Syntax error: Unexpected identifier", "invalidQuery"),
            "exists": (409, "Already Exists", None),
        }
        if project in refusals:
            code, message, reason = refusals[project]
            error = {"code": code, "message": message}
            if reason:
                error["errors"] = [{"reason": reason, "message": message}]
            return self.answer(code, {"error": error})
        if project == "done":
            return self.answer(200, {**body, "status": {"state": "DONE"}, "configuration": {"query": {"destinationTable": TABLE}}})
        if project == "mute":
            return self.answer(200, {"jobReference": {"jobId": job_id}})
        self.answer(200, {"status": {"state": "RUNNING"}})

    def get(self, project, job_id):
        with LOCK:
            job = JOBS.get(job_id)
            if job is None or not job["made"]:
                return self.answer(404, {"error": {"code": 404, "message": f"Not found: Job {job_id}"}})
            job["gets"] += 1
            waits = project == "endless" or job["gets"] < 3
        if job["cancelled"]:
            return self.answer(200, {"status": {"state": "DONE", "errorResult": {"reason": "stopped", "message": "Job execution was cancelled"}}})
        if waits:
            return self.answer(200, {"status": {"state": "RUNNING"}, "statistics": {"creationTime": 1.7e12, "query": {"totalBytesProcessed": 10}}})
        status = {"state": "DONE"}
        if project == "reasons":
            status["errorResult"] = {"reason": job["bodies"][0]["configuration"]["query"]["query"].split()[1], "message": "words of the service"}
        if project == "warned":
            status["errors"] = [{"reason": "invalid", "message": "a row was skipped"}]
        answer = {"status": status}
        if project == "script":
            answer["statistics"] = {"numChildJobs": 2, "query": {"statementType": "SCRIPT"}}
        elif project != "mute":
            answer["configuration"] = {"query": {"destinationTable": TABLE}}
        self.answer(200, answer)

    def unknown(self):
        self.send(405 if self.path.split("?")[0].endswith("/jobs") else 404, "text/html", b"<html>no such page</html>")

    def answer(self, code, body):
        self.send(code, "application/json", json.dumps(body).encode())

    def send(self, code, kind, body):
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(f"minimal service listens on http://127.0.0.1:{server.server_port}/", flush=True)
    server.serve_forever()
