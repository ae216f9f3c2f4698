using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

public sealed class LookUpTests
{
    private const string Console = $"https://console.cloud.google.com/bigquery?project=acme&j=bq:EU:{Samples.JobId}&page=queryresults";

    [Fact]
    public async Task Get_asks_with_location_and_for_the_fields_that_are_read()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job("RUNNING"));
        await stage.LookUpAsync();
        var asked = stage.Service.Requests[0];
        asked.Method.ShouldBe("GET");
        asked.PathAndQuery.ShouldStartWith($"/bigquery/v2/projects/acme/jobs/{Samples.JobId}?location=EU&fields=jobReference,status,");
    }

    [Theory]
    [InlineData("PENDING", ServicePhase.Pending)]
    [InlineData("RUNNING", ServicePhase.Running)]
    [InlineData("DONE", ServicePhase.Succeeded)]
    public async Task State_decides_the_phase(string state, ServicePhase expected)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job(state));
        var seen = (JobSeen)await stage.LookUpAsync();
        seen.Phase.ShouldBe(expected);
        seen.Message.ShouldBe($"BigQuery says {state}");
        seen.Error.ShouldBeNull();
        seen.Outputs.ShouldBeNull();
        seen.LogLinks.ShouldBe([new LogLink("BigQuery Console", Console)]);
    }

    // The whole of BigQuery's error table, as the end of a job.
    [Theory]
    [InlineData("accessDenied", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("attributeError", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("backendError", ServicePhase.RetryableFailed, ErrorOrigin.System)]
    [InlineData("badRequest", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("billingNotEnabled", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("billingTierLimitExceeded", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("blocked", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("duplicate", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("internalError", ServicePhase.RetryableFailed, ErrorOrigin.System)]
    [InlineData("invalid", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("invalidQuery", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("invalidUser", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("jobBackendError", ServicePhase.RetryableFailed, ErrorOrigin.System)]
    [InlineData("jobInternalError", ServicePhase.RetryableFailed, ErrorOrigin.System)]
    [InlineData("jobRateLimitExceeded", ServicePhase.RetryableFailed, ErrorOrigin.System)]
    [InlineData("notFound", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("notImplemented", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("proxyAuthenticationRequired", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("quotaExceeded", ServicePhase.RetryableFailed, ErrorOrigin.User)]
    [InlineData("rateLimitExceeded", ServicePhase.RetryableFailed, ErrorOrigin.User)]
    [InlineData("resourceInUse", ServicePhase.RetryableFailed, ErrorOrigin.System)]
    [InlineData("resourcesExceeded", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("responseTooLarge", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("stopped", ServicePhase.Cancelled, ErrorOrigin.User)]
    [InlineData("tableUnavailable", ServicePhase.RetryableFailed, ErrorOrigin.System)]
    [InlineData("timeout", ServicePhase.Failed, ErrorOrigin.User)]
    [InlineData("neverSeenBefore", ServicePhase.Failed, ErrorOrigin.System)]
    public async Task Error_of_a_job_decides_its_end(string reason, ServicePhase phase, ErrorOrigin origin)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.FailedJob(reason, "It broke.", "query"));
        var seen = (JobSeen)await stage.LookUpAsync(Samples.Task(outputs: Samples.Results));
        seen.Phase.ShouldBe(phase);
        seen.Error.ShouldBe(new JobError(reason, $"It broke ({reason}, at query). See {Console}", origin, phase is ServicePhase.RetryableFailed));
        seen.Message.ShouldBe(seen.Error!.Message);
        seen.Outputs.ShouldBeNull();
    }

    [Fact]
    public void Table_of_reasons_is_tested_whole()
    {
        var tested = typeof(LookUpTests).GetMethod(nameof(Error_of_a_job_decides_its_end))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(row => (string)row.Data[0]!);
        ErrorReasons.Table.Keys.Except(tested).ShouldBeEmpty();
    }

    [Fact]
    public async Task Error_without_reason_or_words_still_fails_the_job()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job("DONE", change: job => job["status"]!["errorResult"] = new JsonObject()));
        var seen = (JobSeen)await stage.LookUpAsync();
        seen.Phase.ShouldBe(ServicePhase.Failed);
        seen.Error!.Code.ShouldBe("unknown");
        seen.Error.Message.ShouldStartWith("BigQuery gave no message (unknown). See ");
    }

    [Theory]
    [InlineData("RUNNING", ServicePhase.Running)]
    [InlineData("DONE", ServicePhase.Succeeded)]
    public async Task Warnings_fail_no_job(string state, ServicePhase expected)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job(state, change: job => job["status"]!["errors"] = new JsonArray(
            new JsonObject { ["reason"] = "invalid", ["message"] = "One row was skipped." }, new JsonObject { ["reason"] = "invalid" })));
        var seen = (JobSeen)await stage.LookUpAsync();
        seen.Phase.ShouldBe(expected);
        seen.Error.ShouldBeNull();
        seen.Message.ShouldBe($"BigQuery says {state}, with 2 warning(s): One row was skipped");
    }

    [Fact]
    public async Task Statement_that_the_service_repeats_is_cut()
    {
        var statement = $"SELECT '{new string('s', 300)}', 'hunter2'";
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.FailedJob("invalidQuery", $"Cannot run: {statement}. Sorry."));
        var seen = (JobSeen)await stage.LookUpAsync(Samples.Task(statement));
        seen.Error!.Message.ShouldNotContain("hunter2");
        seen.Error.Message.ShouldContain($"Cannot run: {statement[..200]}…. Sorry (invalidQuery)");
    }

    [Fact]
    public async Task Unknown_job_is_missing()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(404, "notFound", "Not found: Job acme:EU.x");
        (await stage.LookUpAsync()).ShouldBe(new JobMissing("Not found: Job acme:EU.x"));
    }

    [Theory]
    [InlineData(400, "invalid", true)]
    [InlineData(401, "authError", true)]
    [InlineData(403, "accessDenied", true)]
    [InlineData(403, "quotaExceeded", true)]
    [InlineData(403, "rateLimitExceeded", false)]
    [InlineData(429, "rateLimitExceeded", false)]
    [InlineData(500, "internalError", true)]
    [InlineData(503, "backendError", true)]
    public async Task Other_errors_of_the_call_say_nothing_of_the_job(int status, string reason, bool unknown)
    {
        using var stage = new PluginStage();
        stage.Service.Fails(status, reason, "words");
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync());
        silence.Message.ShouldBe($"jobs.get: HTTP {status} {reason}: words");
        silence.OutcomeUnknown.ShouldBe(unknown);
    }

    [Fact]
    public async Task Page_of_a_proxy_is_no_missing_job()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(System.Net.HttpStatusCode.NotFound, "<html>no such host</html>", "text/html");
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync());
        silence.Message.ShouldBe("jobs.get: HTTP 404: the answer (text/html) is no error of BigQuery's");
    }

    [Fact]
    public async Task Custom_info_has_the_facts_of_the_job_as_numbers()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job("DONE", change: job => job["statistics"] = JsonNode.Parse("""
            {
              "creationTime": "1700000000000", "startTime": "1700000001000", "endTime": "1700000002000",
              "totalBytesProcessed": "10", "totalSlotMs": "11",
              "query": {"statementType": "SELECT", "cacheHit": false, "totalBytesProcessed": "12", "totalBytesBilled": "13", "totalSlotMs": "14"}
            }
            """)));
        var seen = (JobSeen)await stage.LookUpAsync();
        JsonNode.DeepEquals(JsonNode.Parse(seen.CustomInfo!.Value.GetRawText()), JsonNode.Parse($$"""
            {
              "jobId": "{{Samples.JobId}}", "project": "acme", "location": "EU", "statementType": "SELECT", "cacheHit": false,
              "totalBytesProcessed": 12, "totalBytesBilled": 13, "totalSlotMs": 14,
              "creationTime": 1700000000000, "startTime": 1700000001000, "endTime": 1700000002000
            }
            """)).ShouldBeTrue(seen.CustomInfo.Value.GetRawText());
    }

    [Fact]
    public async Task Custom_info_tells_of_tables_stages_rows_and_statements()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job("DONE", change: job => job["statistics"] = JsonNode.Parse("""
            {
              "numChildJobs": "2", "reservation_id": "admin:EU.r",
              "query": {
                "numDmlAffectedRows": "7",
                "referencedTables": [{"projectId": "p", "datasetId": "d", "tableId": "t"}],
                "queryPlan": [{"name": "S00: Input", "status": "COMPLETE"}, {"name": "S01: Join", "status": "COMPLETE"},
                              {"name": "S02: Sort", "status": "RUNNING"}, {"name": "S03: Output", "status": "PENDING"}]
              }
            }
            """)));
        var seen = (JobSeen)await stage.LookUpAsync();
        JsonNode.DeepEquals(JsonNode.Parse(seen.CustomInfo!.Value.GetRawText()), JsonNode.Parse($$"""
            {
              "jobId": "{{Samples.JobId}}", "project": "acme", "location": "EU", "numDmlAffectedRows": 7, "numChildJobs": 2,
              "reservation": "admin:EU.r", "referencedTables": ["p:d.t"],
              "stages": {"count": 4, "complete": 2, "last": ["S01: Join", "S02: Sort", "S03: Output"]}
            }
            """)).ShouldBeTrue(seen.CustomInfo.Value.GetRawText());
    }

    [Fact]
    public async Task Custom_info_stays_below_4_kilobytes()
    {
        using var stage = new PluginStage();
        var longest = new string('n', 1000);
        stage.Service.Answers(Samples.Job("DONE", change: job => job["statistics"]!["query"] = new JsonObject
        {
            ["referencedTables"] = new JsonArray([.. Enumerable.Range(0, 500).Select(i => new JsonObject { ["projectId"] = "p", ["datasetId"] = "d", ["tableId"] = $"{i}{longest}" })]),
            ["queryPlan"] = new JsonArray([.. Enumerable.Range(0, 500).Select(i => new JsonObject { ["name"] = longest })]),
        }));
        var info = ((JobSeen)await stage.LookUpAsync()).CustomInfo!.Value;
        info.GetRawText().Length.ShouldBeLessThan(4096);
        info.GetProperty("referencedTables").GetArrayLength().ShouldBe(10);
        info.GetProperty("referencedTableCount").GetInt32().ShouldBe(500);
    }

    [Fact]
    public async Task Custom_info_leaves_out_what_is_not_known()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job("PENDING"));
        var seen = (JobSeen)await stage.LookUpAsync();
        seen.CustomInfo!.Value.EnumerateObject().Select(property => property.Name).ShouldBe(["jobId", "project", "location", "creationTime"]);
    }
}
