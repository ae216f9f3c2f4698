using System.Net;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class QueryTests
{
    private const string Quick = "pending=0s duration=0s";

    [Fact]
    public async Task Query_answers_with_the_rows_when_the_job_is_done_in_time()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.QueryAsync($"SELECT 'a' AS s, 1, 2.5 AS f, TRUE AS b, NULL AS n /* sim: {Quick} */");

        answer.Code.ShouldBe(HttpStatusCode.OK);
        ((string?)answer.Json["kind"]).ShouldBe("bigquery#queryResponse");
        ((bool)answer.Json["jobComplete"]!).ShouldBeTrue();
        answer.Json["schema"]!["fields"]!.AsArray().Select(field => $"{field!["name"]} {field["type"]} {field["mode"]}")
            .ShouldBe(["s STRING NULLABLE", "f1_ INTEGER NULLABLE", "f FLOAT NULLABLE", "b BOOLEAN NULLABLE", "n INTEGER NULLABLE"]);
        answer.Json["rows"]!.ToJsonString().ShouldBe("""[{"f":[{"v":"a"},{"v":"1"},{"v":"2.5"},{"v":"true"},{"v":null}]}]""");
        ((string?)answer.Json["totalRows"]).ShouldBe("1");
        ((string?)answer.Json["jobReference"]!["location"]).ShouldBe("US");
        (await scene.GetJobAsync((string)answer.Json["jobReference"]!["jobId"]!)).State.ShouldBe("DONE");
    }

    [Fact]
    public async Task Query_takes_the_members_of_a_job_in_its_own_form()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.QueryAsync($"SELECT 1 /* sim: {Quick} */", request =>
        {
            request["labels"] = new JsonObject { ["team"] = "blue" };
            request["location"] = "europe-west3";
            request["maximumBytesBilled"] = "104857600";
            request["jobTimeoutMs"] = "60000";
        });

        var job = (await scene.GetJobAsync((string)answer.Json["jobReference"]!["jobId"]!, "europe-west3")).Json["configuration"]!;
        ((string?)job["labels"]!["team"]).ShouldBe("blue");
        ((string?)job["jobTimeoutMs"]).ShouldBe("60000");
        ((string?)job["query"]!["maximumBytesBilled"]).ShouldBe("104857600");
    }

    [Fact]
    public async Task A_query_that_is_not_done_in_time_is_answered_incomplete_and_its_results_can_be_had_later()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.QueryAsync("SELECT 7 /* sim: pending=0s duration=30s */", request => request["timeoutMs"] = 0);
        var jobId = (string)answer.Json["jobReference"]!["jobId"]!;
        var early = await scene.GetAsync($"projects/acme/queries/{jobId}?timeoutMs=0");
        scene.Clock.Advance(TimeSpan.FromSeconds(30));
        var late = await scene.GetAsync($"projects/acme/queries/{jobId}?timeoutMs=0");

        ((bool)answer.Json["jobComplete"]!).ShouldBeFalse();
        answer.Json["rows"].ShouldBeNull();
        ((bool)early.Json["jobComplete"]!).ShouldBeFalse();
        early.Json["schema"].ShouldBeNull();
        ((bool)late.Json["jobComplete"]!).ShouldBeTrue();
        ((string?)late.Json["rows"]![0]!["f"]![0]!["v"]).ShouldBe("7");
    }

    [Theory]
    [InlineData(5)]
    [InlineData(200)]
    public async Task A_long_poll_is_answered_at_the_jobs_end_or_when_patience_is_over(int durationSeconds)
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", $"SELECT 1 /* sim: pending=0s duration={durationSeconds}s */");

        var poll = scene.GetAsync("projects/acme/queries/j1?timeoutMs=60000");
        var waited = 0;
        await Deadline.UntilAsync(() =>
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(1));
            waited++;
            return poll.IsCompleted;
        });

        ((bool)(await poll).Json["jobComplete"]!).ShouldBe(durationSeconds == 5);
        waited.ShouldBeGreaterThanOrEqualTo(durationSeconds == 5 ? 5 : 60);
    }

    [Fact]
    public async Task A_cancel_ends_a_long_poll_with_the_error_of_a_stopped_job()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s duration=1h cancel-delay=0s */");

        var poll = scene.GetAsync("projects/acme/queries/j1?timeoutMs=200000");
        await Deadline.UntilAsync(() => scene.Simulator.ReadBooks().Calls["getQueryResults"] == 1);
        await scene.CancelAsync("j1");

        var answer = await poll;
        ((int)answer.Code).ShouldBe(499);
        answer.Reason.ShouldBe("stopped");
        ((string?)answer.Json["error"]!["status"]).ShouldBe("CANCELLED");
    }

    [Theory]
    [InlineData("invalidQuery", 400)]
    [InlineData("accessDenied", 403)]
    [InlineData("notFound", 404)]
    [InlineData("duplicate", 409)]
    [InlineData("backendError", 503)]
    [InlineData("internalError", 500)]
    [InlineData("jobInternalError", 400)]
    public async Task A_failed_job_refuses_its_results_with_its_reason(string reason, int code)
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", $"SELECT 1 /* sim: {Quick} fail={reason} message='No luck' */");

        foreach (var answer in new[] { await scene.GetAsync("projects/acme/queries/j1"), await scene.QueryAsync($"SELECT 1 /* sim: {Quick} fail={reason} message='No luck' */") })
        {
            ((int)answer.Code).ShouldBe(code);
            answer.Reason.ShouldBe(reason);
            answer.Message.ShouldBe("No luck");
        }
    }

    [Fact]
    public async Task One_request_id_is_one_job_for_fifteen_minutes()
    {
        await using var scene = await Scene.StartAsync();
        Task<Answer> AskAsync() => scene.QueryAsync($"INSERT INTO d.t VALUES (1) /* sim: {Quick} rows=4 */", request => request["requestId"] = "r-1");
        static string Id(Answer answer) => (string)answer.Json["jobReference"]!["jobId"]!;

        var together = await Task.WhenAll(AskAsync(), AskAsync(), AskAsync());
        scene.Clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromMilliseconds(1));
        var again = await AskAsync();
        scene.Clock.Advance(TimeSpan.FromMilliseconds(1));
        var afresh = await AskAsync();

        together.Append(again).Select(Id).Distinct().ShouldHaveSingleItem();
        Id(afresh).ShouldNotBe(Id(again));
        ((string?)again.Json["numDmlAffectedRows"]).ShouldBe("4");
        scene.Simulator.FindBooks(Id(again)).ShouldHaveSingleItem().Inserts.ShouldBe(1);
    }

    [Fact]
    public async Task A_result_without_job_has_a_query_id_unless_it_goes_on_elsewhere()
    {
        await using var scene = await Scene.StartAsync();
        void Optional(JsonObject request) => (request["jobCreationMode"], request["timeoutMs"]) = ("JOB_CREATION_OPTIONAL", 0);

        var whole = await scene.QueryAsync($"SELECT 1 /* sim: {Quick} */", Optional);
        var slow = await scene.QueryAsync("SELECT 1 /* sim: duration=1h */", Optional);

        whole.Json["queryId"].ShouldNotBeNull();
        whole.Json["jobReference"].ShouldBeNull();
        slow.Json["queryId"].ShouldBeNull();
        ((string?)slow.Json["jobCreationReason"]!["code"]).ShouldBe("LONG_RUNNING");
    }

    [Fact]
    public async Task A_dry_run_tells_schema_and_bytes_and_makes_no_job()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.QueryAsync("SELECT * FROM t /* sim: columns=a:DATE bytes=123 */", request => request["dryRun"] = true);
        var wrong = await scene.QueryAsync("SELECT @nope", request => request["dryRun"] = true);

        ((string?)answer.Json["totalBytesProcessed"]).ShouldBe("123");
        ((string?)answer.Json["schema"]!["fields"]![0]!["type"]).ShouldBe("DATE");
        answer.Json["jobReference"]!["jobId"].ShouldBeNull();
        wrong.Reason.ShouldBe("invalidQuery");
        (await scene.ListIdsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"query":"SELECT 1","requestId":"0123456789012345678901234567890123456"}""", "requestId")]
    [InlineData("""{"query":"SELECT 1","requestId":"ü"}""", "requestId")]
    [InlineData("""{"query":"SELECT 1","jobCreationMode":"NEVER"}""", "jobCreationMode")]
    [InlineData("""{"query":"SELECT 1","timeoutMs":"soon"}""", "timeoutMs")]
    [InlineData("""{"query":"SELECT 1","formatOptions":{"timestampOutputFormat":"ROMAN"}}""", "timestampOutputFormat")]
    [InlineData("""{"query":""}""", "query")]
    [InlineData("""[]""", "query request")]
    [InlineData("""{"query":"SELECT @b","queryParameters":[{"name":"b","parameterType":{"type":"BYTES"},"parameterValue":{"value":{"type":"Buffer"}}}]}""", "parameterValue.value")]
    public async Task A_bad_query_request_is_refused_by_name(string body, string names)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.PostAsync("projects/acme/queries", body);

        answer.Code.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message!.ShouldContain(names);
    }

    [Theory]
    [InlineData("maxResults=few", "maxResults")]
    [InlineData("startIndex=-1", "startIndex")]
    [InlineData("pageToken=%25", "pageToken")]
    [InlineData("timeoutMs=soon", "timeoutMs")]
    [InlineData("formatOptions.useInt64Timestamp=maybe", "formatOptions.useInt64Timestamp")]
    public async Task A_bad_parameter_of_a_results_call_is_refused_by_name(string query, string parameter)
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", "SELECT 1");

        var answer = await scene.GetAsync($"projects/acme/queries/j1?{query}");

        answer.Code.ShouldBe(HttpStatusCode.BadRequest);
        ((string?)answer.Json["error"]!["errors"]![0]!["location"]).ShouldBe(parameter);
    }

    [Fact]
    public async Task Results_follow_the_location_rules_and_the_lag()
    {
        await using var scene = await Scene.StartAsync();
        await scene.InsertAsync("j1", $"SELECT 1 /* sim: {Quick} */", "europe-west3");
        await scene.InsertAsync("j2", $"SELECT 1 /* sim: {Quick} get-lag=5s */");

        (await scene.GetAsync("projects/acme/queries/j1")).Code.ShouldBe(HttpStatusCode.NotFound);
        (await scene.GetAsync("projects/acme/queries/j1?location=europe-west3")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.GetAsync("projects/acme/queries/j2")).Code.ShouldBe(HttpStatusCode.NotFound);
        scene.Clock.Advance(TimeSpan.FromSeconds(5));
        (await scene.GetAsync("bigquery/v2/projects/acme/queries/j2")).Code.ShouldBe(HttpStatusCode.OK);
    }
}
