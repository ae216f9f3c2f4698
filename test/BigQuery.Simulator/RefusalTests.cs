using System.Net;
using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class RefusalTests
{
    [Theory]
    [InlineData("{not json", "parseError", "Invalid JSON payload received")]
    [InlineData("[]", "parseError", "must be a job object")]
    [InlineData("", "parseError", "Invalid JSON payload received")]
    [InlineData("""{"configuration":{},"configuration":{}}""", "parseError", "configuration")]
    [InlineData("""{"configuration":{"query":{"query":"SELECT '\ud800'"}}}""", "parseError", "Invalid JSON payload received")]
    [InlineData("{}", "required", "configuration")]
    [InlineData("""{"configuration":{}}""", "invalid", "but there were 0")]
    [InlineData("""{"configuration":{"query":{"query":"SELECT 1"},"load":{}}}""", "invalid", "but there were 2: query, load")]
    [InlineData("""{"configuration":{"query":{}}}""", "required", "Required parameter is missing: query")]
    [InlineData("""{"configuration":{"query":{"query":"  "}}}""", "required", "Required parameter is missing: query")]
    [InlineData("""{"configuration":{"query":"SELECT 1"}}""", "invalid", "configuration.query")]
    [InlineData("""{"configuration":{"query":{"query":7}}}""", "invalid", "configuration.query.query")]
    [InlineData("""{"configuration":{"query":{"query":"SELECT 1","priority":"FAST"}}}""", "invalid", "Invalid value for priority: FAST is not a valid value")]
    [InlineData("""{"configuration":{"query":{"query":"SELECT 1","writeDisposition":"WRITE"}}}""", "invalid", "writeDisposition")]
    [InlineData("""{"configuration":{"query":{"query":"SELECT 1","maximumBytesBilled":"many"}}}""", "invalid", "maximumBytesBilled")]
    [InlineData("""{"configuration":{"jobTimeoutMs":"soon","query":{"query":"SELECT 1"}}}""", "invalid", "jobTimeoutMs")]
    [InlineData("""{"configuration":{"query":{"query":"SELECT 1","destinationTable":{"projectId":"p","datasetId":"d"}}}}""", "required", "tableId")]
    [InlineData("""{"configuration":{"labels":{"Team":"blue"},"query":{"query":"SELECT 1"}}}""", "invalid", "Team")]
    [InlineData("""{"configuration":{"labels":{"team":"Blue"},"query":{"query":"SELECT 1"}}}""", "invalid", "team")]
    [InlineData("""{"configuration":{"query":{"query":"SELECT @x","parameterMode":"NAMED","queryParameters":[{"parameterType":{"type":"INT64"}}]}}}""", "invalid", "has no name")]
    [InlineData("""{"configuration":{"query":{"query":"SELECT @x","queryParameters":[{"name":"x","parameterValue":{"value":"1"}}]}}}""", "required", "parameterType")]
    [InlineData("""{"jobReference":{"projectId":"other","jobId":"j1"},"configuration":{"query":{"query":"SELECT 1"}}}""", "invalid", "other")]
    [InlineData("""{"jobReference":{"jobId":"a b"},"configuration":{"query":{"query":"SELECT 1"}}}""", "invalid", "Invalid job ID")]
    [InlineData("""{"jobReference":{"jobId":"a.b"},"configuration":{"query":{"query":"SELECT 1"}}}""", "invalid", "Invalid job ID")]
    [InlineData("""{"configuration":{"query":{"query":"SELECT 1 /* sim: duratoin=3s */"}}}""", "invalid", "duratoin")]
    [InlineData("""{"configuration":{"query":{"query":"SELECT 1 /* sim: duration=fast */"}}}""", "invalid", "duration")]
    [InlineData("""{"configuration":{"query":{"query":"SELECT 1 /* sim: duration */"}}}""", "invalid", "duration")]
    public async Task A_bad_insert_is_refused_with_a_reason_that_names_the_fault(string body, string reason, string message)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.PostAsync("projects/acme/jobs", body);

        answer.Code.ShouldBe(HttpStatusCode.BadRequest);
        answer.Reason.ShouldBe(reason);
        answer.Message!.ShouldContain(message);
        ((string?)answer.Json["error"]!["status"]).ShouldBe("INVALID_ARGUMENT");
        (await scene.ListIdsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_id_may_be_1024_characters_long_and_no_longer()
    {
        await using var scene = await Scene.StartAsync();

        (await scene.InsertAsync(new string('x', 1024), "SELECT 1")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.InsertAsync(new string('x', 1025), "SELECT 1")).Code.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_query_may_be_one_mebi_of_characters_long_and_no_longer()
    {
        await using var scene = await Scene.StartAsync();
        var query = "SELECT 1".PadRight(1024 * 1024);

        (await scene.InsertAsync("j1", query)).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.InsertAsync("j2", query + " ")).Message!.ShouldContain("too large");
    }

    [Theory]
    [InlineData("accessDenied", 403, "PERMISSION_DENIED")]
    [InlineData("invalidQuery", 400, "INVALID_ARGUMENT")]
    [InlineData("notFound", 404, "NOT_FOUND")]
    [InlineData("quotaExceeded", 403, "PERMISSION_DENIED")]
    [InlineData("backendError", 503, "UNAVAILABLE")]
    [InlineData("internalError", 500, "INTERNAL")]
    [InlineData("notImplemented", 501, "UNIMPLEMENTED")]
    public async Task The_word_insert_error_refuses_the_insert_with_the_reasons_own_code(string reason, int code, string status)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.InsertAsync("j1", $"SELECT 1 /* sim: insert-error={reason} message='No luck' */");

        ((int)answer.Code).ShouldBe(code);
        answer.Reason.ShouldBe(reason);
        answer.Message.ShouldBe("No luck");
        ((string?)answer.Json["error"]!["status"]).ShouldBe(status);
        (await scene.GetJobAsync("j1")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_unknown_job_is_not_found_in_the_services_words()
    {
        await using var scene = await Scene.StartAsync();

        var plain = await scene.GetJobAsync("nope");
        var located = await scene.GetJobAsync("nope", "eu");
        var cancelled = await scene.CancelAsync("nope");

        plain.Code.ShouldBe(HttpStatusCode.NotFound);
        plain.Reason.ShouldBe("notFound");
        plain.Message.ShouldBe("Not found: Job acme:nope");
        ((string?)plain.Json["error"]!["errors"]![0]!["domain"]).ShouldBe("global");
        located.Message.ShouldBe("Not found: Job acme:EU.nope");
        cancelled.Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_unknown_path_is_not_found()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.GetAsync("bigquery/v2/projects/acme/nothing");

        answer.Code.ShouldBe(HttpStatusCode.NotFound);
        answer.Message!.ShouldContain("/bigquery/v2/projects/acme/nothing");
    }

    [Fact]
    public async Task Too_many_labels_are_refused()
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.InsertAsync("j1", "SELECT 1", change: configuration =>
            configuration["labels"] = new JsonObject([.. Enumerable.Range(0, 65).Select(n => KeyValuePair.Create($"l{n}", (JsonNode?)"v"))]));

        answer.Code.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message!.ShouldContain("65");
    }
}
