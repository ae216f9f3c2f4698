using System.Net;
using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>Services that say less than BigQuery does: emulators, and stubs in other people's tests.</summary>
public sealed class MinimalServiceTests
{
    private static readonly TaskRequest Ordered = Samples.Task(
        custom: """{"ProjectID": "acme", "Location": "EU", "destinationTable": {"datasetId": "d", "tableId": "t"}}""", outputs: Samples.Results);

    [Theory]
    [InlineData("""{"status": {"state": "RUNNING"}}""", ServicePhase.Running)]
    [InlineData("""{"status": {"state": "running"}}""", ServicePhase.Running)]
    [InlineData("""{"status": {"state": "PENDING"}, "jobReference": {}}""", ServicePhase.Pending)]
    [InlineData("""{"status": {"state": "DONE"}, "jobReference": {"jobId": ""}}""", ServicePhase.Succeeded)]
    [InlineData("""{"status": {"state": "DONE", "errorResult": null, "errors": null}, "statistics": null, "configuration": null}""", ServicePhase.Succeeded)]
    [InlineData("""{"jobReference": {"jobId": "flyte_exec_n0_0_abc123"}}""", ServicePhase.Pending)]
    public async Task Insert_that_says_little_is_understood(string answer, ServicePhase phase)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(JsonNode.Parse(answer)!);
        var seen = (await stage.SubmitAsync()).ShouldBeOfType<JobSeen>();
        seen.Phase.ShouldBe(phase);
        seen.Job.Id.ShouldBe(Samples.JobId);
        seen.Job.Coordinate("location").ShouldBe("EU");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"status": {}}""")]
    [InlineData("""{"status": {"state": "ASLEEP"}}""")]
    [InlineData("""{"status": {"state": "RUNNING"}, "jobReference": {"jobId": "another"}}""")]
    public async Task Insert_that_says_nothing_of_the_job_is_no_evidence(string answer)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(JsonNode.Parse(answer)!);
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.SubmitAsync());
    }

    [Fact]
    public async Task Look_up_without_a_state_is_no_evidence()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(JsonNode.Parse($$$"""{"jobReference": {"jobId": "{{{Samples.JobId}}}"}}""")!);
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync());
    }

    [Theory]
    [InlineData("\"17\"", 17)]
    [InlineData("17", 17)]
    [InlineData("17.0", 17)]
    [InlineData("1.7e1", 17)]
    [InlineData("\"many\"", null)]
    [InlineData("{\"a\": [1]}", null)]
    [InlineData("1e300", null)]
    public async Task Statistic_in_another_form_does_not_hide_the_state(string number, int? expected)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(JsonNode.Parse(
            $$$"""{"status": {"state": "DONE"}, "statistics": {"startTime": {{{number}}}, "numChildJobs": {{{number}}}, "query": {"totalBytesProcessed": {{{number}}}, "cacheHit": "true"} } }""")!);
        var seen = (JobSeen)await stage.LookUpAsync();
        seen.Phase.ShouldBe(ServicePhase.Succeeded);
        seen.CustomInfo!.Value.GetProperty("cacheHit").GetBoolean().ShouldBeTrue();
        (seen.CustomInfo.Value.TryGetProperty("totalBytesProcessed", out var told) ? told.GetInt32() : (int?)null).ShouldBe(expected);
    }

    [Theory]
    [InlineData("1700000000000000000", "5")]
    [InlineData("1700000000000", "9223372036854775807")]
    [InlineData("-5", "5")]
    public async Task Times_in_another_unit_are_no_series(string start, string elapsed)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job("RUNNING", change: job => job["statistics"] = JsonNode.Parse(
            $$$"""{"startTime": "{{{start}}}", "query": {"timeline": [{"elapsedMs": "{{{elapsed}}}", "totalSlotMs": "1"}]}}""")));
        var seen = (JobSeen)await stage.LookUpAsync();
        seen.Phase.ShouldBe(ServicePhase.Running);
        seen.Metrics.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"status": {"state": "DONE"}}""", "bq://acme:d.t")]
    [InlineData("""{"status": {"state": "done"}, "configuration": {}}""", "bq://acme:d.t")]
    [InlineData("""{"status": {"state": "DONE"}, "configuration": {"query": {"destinationTable": {"projectId": "p", "datasetId": "x", "tableId": "y"}}}}""", "bq://p:x.y")]
    public async Task Table_that_the_task_orders_is_its_output_where_the_service_does_not_repeat_it(string answer, string uri)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(JsonNode.Parse(answer)!);
        ((StructuredDatasetLiteral)((JobSeen)await stage.LookUpAsync(Ordered)).Outputs!["results"]).Uri.ShouldBe(uri);
    }

    [Theory]
    [InlineData("RUNNING", "bq:US:")]
    [InlineData("DONE", "bq:US:")]
    [InlineData("PENDING", null)]
    public async Task Link_of_a_job_whose_location_is_never_told_names_the_default(string state, string? expected)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job(state, location: null));
        var links = ((JobSeen)await stage.LookUpAsync(Samples.Task(custom: """{"ProjectID": "acme"}"""))).LogLinks;
        links.Select(link => link.Uri).ShouldBe(
            expected is null ? [] : [$"https://console.cloud.google.com/bigquery?project=acme&j={expected}{Samples.JobId}&page=queryresults"]);
        stage.Service.Requests[0].PathAndQuery.ShouldNotContain("location");
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "{}")]
    [InlineData(HttpStatusCode.OK, """{"kind": "bigquery#jobCancelResponse"}""")]
    [InlineData(HttpStatusCode.OK, "")]
    [InlineData(HttpStatusCode.NoContent, "")]
    [InlineData(HttpStatusCode.OK, """{"jobReference": {"jobId": "flyte_exec_n0_0_abc123"}, "status": {"state": "RUNNING"}}""")]
    public async Task Cancel_that_says_nothing_of_the_job_is_followed_by_a_look(HttpStatusCode status, string body)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(status, body).Answers(Samples.FailedJob("stopped"));
        ((JobSeen)await stage.CancelAsync()).Phase.ShouldBe(ServicePhase.Cancelled);
        stage.Service.Requests.Select(asked => asked.Method).ShouldBe(["POST", "GET"]);
    }

    [Theory]
    [InlineData(404, "404 page not found", "text/plain")]
    [InlineData(405, "", "text/plain")]
    [InlineData(501, "<html/>", "text/html")]
    [InlineData(501, """{"error": {"code": 501, "message": "not implemented"}}""", "application/json")]
    [InlineData(404, """{"error": {"code": 404, "message": "no such path"}}""", "application/json")]
    public async Task Service_without_listing_neither_holds_up_a_lost_job_nor_a_script(int status, string body, string mediaType)
    {
        using var stage = new PluginStage();
        stage.Service.Fails(404, "notFound", "no such job").Answers((HttpStatusCode)status, body, mediaType);
        (await stage.LookUpAsync(Samples.Task(custom: """{"ProjectID": "acme"}"""))).ShouldBeOfType<JobMissing>();

        stage.Service.Answers(JsonNode.Parse("""{"status": {"state": "DONE"}, "statistics": {"query": {"statementType": "SCRIPT"}}}""")!)
            .Answers((HttpStatusCode)status, body, mediaType);
        var seen = (JobSeen)await stage.LookUpAsync(Samples.Task(outputs: Samples.Results));
        seen.Error!.Code.ShouldBe("NoDestinationTable");
        seen.Error.Message.ShouldContain("its statements cannot be listed (");
    }

    [Theory]
    [InlineData("""{"error": {"code": 401, "message": "user xxx is not authorized"}}""")]
    [InlineData("""{"error": {"code": 401, "message": "user xxx is not authorized", "errors": [{"reason": "unauthorized"}]}}""")]
    public async Task Caller_who_is_not_let_in_is_refused(string body)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(HttpStatusCode.Unauthorized, body);
        var error = (await stage.SubmitAsync()).ShouldBeOfType<JobRefused>().Error;
        error.Message.ShouldStartWith("user xxx is not authorized");
        error.Retryable.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"error": {"code": 401, "message": "Invalid Credentials", "errors": [{"reason": "authError"}]}}""")]
    [InlineData("""{"error": {"code": 401, "message": "Login Required.", "errors": [{"reason": "required"}]}}""")]
    [InlineData("""{"error": {"code": 401, "message": "Request had invalid authentication credentials.", "status": "UNAUTHENTICATED"}}""")]
    [InlineData("""{"error": "invalid_token"}""")]
    [InlineData("Unauthorized")]
    public async Task Token_that_is_not_taken_says_nothing_of_the_job(string body)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(HttpStatusCode.Unauthorized, body);
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.SubmitAsync());
    }
}
