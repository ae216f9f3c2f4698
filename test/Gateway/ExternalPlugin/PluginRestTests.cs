using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;

namespace BackendPlugins.Gateway.Tests.ExternalPlugin;

public sealed class PluginRestTests(GatewayFixture gateway)
{
    private const string Path = $"/plugins/v1/{FakeJobs.Category}/0";

    [Fact]
    public async Task Put_creates_a_job_and_again_finds_it()
    {
        var body = Body(Samples.Prefix());
        var (status, answer) = await SendAsync(HttpMethod.Put, Path, body);
        status.ShouldBe(HttpStatusCode.OK);
        Text(answer, "error_code").ShouldBeEmpty();
        var id = Text(answer, "job_id");
        var command = gateway.Jobs.Of(id).Created.ShouldHaveSingleItem();
        command.Task.Template.Sql!.Statement.ShouldBe("SELECT 1");
        command.Task.Inputs["day"].ShouldBe(new StringLiteral("2026-11-25"));
        Text((await SendAsync(HttpMethod.Put, Path, body)).Answer, "job_id").ShouldBe(id);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    public async Task Put_reads_json_whatever_the_client_calls_it(string contentType)
    {
        using var content = new StringContent(Body(Samples.Prefix()), Encoding.UTF8, contentType);
        using var response = await gateway.Http.PutAsync(Path, content, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Put_takes_the_callers_own_key_from_body_or_header_and_then_needs_no_prefix()
    {
        var own = Guid.NewGuid().ToString();
        var expected = JobIdentity.OfCaller(new TaskCategory(FakeJobs.Category), own).Key.Value;
        Text((await SendAsync(HttpMethod.Put, Path, Body("", own))).Answer, "job_id").ShouldBe(expected);
        var (_, answer) = await SendAsync(HttpMethod.Put, Path, Body(""), ("Idempotency-Key", own));
        Text(answer, "job_id").ShouldBe(expected);
        var (status, refusal) = await SendAsync(HttpMethod.Put, Path, Body("", own), ("Idempotency-Key", "another"));
        status.ShouldBe(HttpStatusCode.BadRequest);
        Text(refusal, "message").ShouldContain("Idempotency-Key");
    }

    [Theory]
    [InlineData("/plugins/v1/bigquery_query_job_task/zero", "{}", "version")]
    [InlineData("/plugins/v1/bigquery_query_job_task/-1", "{}", "version")]
    [InlineData(Path, "", "body")]
    [InlineData(Path, "[]", "body")]
    [InlineData(Path, "{\"template\":", "body")]
    [InlineData(Path, "{\"template\":7}", "body")]
    [InlineData(Path, "{}", "template")]
    [InlineData(Path, "{\"template\":{},\"output_prefix\":\"s3://x\",\"job_id\":7}", "job_id")]
    [InlineData(Path, "{\"template\":{\"type\":\"spark\"},\"output_prefix\":\"s3://x\"}", "template.type")]
    [InlineData(Path, "{\"template\":{\"task_type_version\":3},\"output_prefix\":\"s3://x\"}", "template.task_type_version")]
    [InlineData(Path, "{\"template\":{}}", "output_prefix")]
    [InlineData("/plugins/v1/spark/0", "{\"template\":{},\"output_prefix\":\"s3://x\"}", "spark")]
    public async Task Put_of_something_else_is_400_and_names_it(string path, string body, string word)
    {
        var (status, answer) = await SendAsync(HttpMethod.Put, path, body);
        status.ShouldBe(HttpStatusCode.BadRequest);
        Text(answer, "message").ShouldContain(word);
        Text(answer, "error_code").ShouldBeOneOf("INVALID_ARGUMENT", "NOT_FOUND");
        Text(answer, "job_id").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(CreateOutcome.Conflict, HttpStatusCode.BadRequest, "ALREADY_EXISTS")]
    [InlineData(CreateOutcome.StoreUnavailable, HttpStatusCode.InternalServerError, "UNAVAILABLE")]
    public async Task Put_tells_what_became_of_it(CreateOutcome outcome, HttpStatusCode code, string error)
    {
        var own = Guid.NewGuid().ToString();
        gateway.Jobs.Of(JobIdentity.OfCaller(new TaskCategory(FakeJobs.Category), own).Key.Value).OnCreate = _ => new CreateResult(outcome, null);
        var (status, answer) = await SendAsync(HttpMethod.Put, Path, Body("", own));
        status.ShouldBe(code);
        Text(answer, "error_code").ShouldBe(error);
    }

    [Theory]
    [InlineData(JobPhase.Initializing, "running")]
    [InlineData(JobPhase.Running, "running")]
    [InlineData(JobPhase.Succeeded, "succeed")]
    [InlineData(JobPhase.Failed, "failed")]
    [InlineData(JobPhase.RetryableFailed, "failed")]
    [InlineData(JobPhase.Aborted, "failed")]
    public async Task Get_tells_the_state_by_query_or_body(JobPhase phase, string state)
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, phase);
        var (status, answer) = await SendAsync(HttpMethod.Get, $"{Path}?job_id={Uri.EscapeDataString(job.Key.Value)}", null);
        status.ShouldBe(HttpStatusCode.OK);
        Text(answer, "job_state").ShouldBe(state);
        Text(answer, "job_id").ShouldBe(job.Key.Value);
        Text(answer, "message").ShouldBe($"the job is {phase}");
        (_, answer) = await SendAsync(HttpMethod.Get, Path, $$"""{"job_id":"{{job.Key.Value}}"}""");
        Text(answer, "job_state").ShouldBe(state);
    }

    [Fact]
    public async Task Get_without_or_with_a_foreign_id_is_400_and_of_an_unknown_job_too()
    {
        (await SendAsync(HttpMethod.Get, Path, null)).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(HttpMethod.Get, Path, "nonsense")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(HttpMethod.Get, $"{Path}?job_id=x", null)).Status.ShouldBe(HttpStatusCode.BadRequest);
        var job = gateway.Jobs.Fresh();
        var (status, answer) = await SendAsync(HttpMethod.Get, $"{Path}?job_id={job.Key.Value}", null);
        status.ShouldBe(HttpStatusCode.BadRequest);
        Text(answer, "error_code").ShouldBe("NOT_FOUND");
        (status, answer) = await SendAsync(HttpMethod.Get, $"/plugins/v1/spark/0?job_id={job.Key.Value}", null);
        status.ShouldBe(HttpStatusCode.BadRequest);
        Text(answer, "message").ShouldContain("task_type");
    }

    [Fact]
    public async Task Delete_is_promised_and_a_store_out_of_reach_is_500()
    {
        var job = gateway.Jobs.Fresh();
        var (status, answer) = await SendAsync(HttpMethod.Delete, $"{Path}?job_id={job.Key.Value}", null);
        status.ShouldBe(HttpStatusCode.OK);
        Text(answer, "error_code").ShouldBeEmpty();
        answer.TryGetProperty("job_state", out _).ShouldBeFalse();
        job.DeleteReasons.ShouldHaveSingleItem();
        job.Delete = DeleteOutcome.StoreUnavailable;
        (status, answer) = await SendAsync(HttpMethod.Delete, Path, $$"""{"job_id":"{{job.Key.Value}}"}""");
        status.ShouldBe(HttpStatusCode.InternalServerError);
        Text(answer, "error_code").ShouldBe("UNAVAILABLE");
    }

    [Fact]
    public async Task What_nobody_expected_is_500_without_its_words()
    {
        var job = gateway.Jobs.Fresh();
        job.Before = () => throw new InvalidOperationException("the secret detail");
        var (status, answer) = await SendAsync(HttpMethod.Get, $"{Path}?job_id={job.Key.Value}", null);
        status.ShouldBe(HttpStatusCode.InternalServerError);
        Text(answer, "error_code").ShouldBe("INTERNAL");
        Text(answer, "message").ShouldNotContain("secret");
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused()
    {
        var (status, answer) = await SendAsync(HttpMethod.Put, Path, $$"""{"x":"{{new string('x', 9 * 1024 * 1024)}}"}""");
        status.ShouldBe(HttpStatusCode.BadRequest);
        Text(answer, "error_code").ShouldBe("INVALID_ARGUMENT");
        Text(answer, "message").ShouldContain("too large");
    }

    private static string Body(string prefix, string? jobId = null)
    {
        var template = Samples.TemplateV1();
        template.Type = "";
        var inputs = JsonFormatter.Default.Format(Samples.CreateV1().Inputs);
        return $$"""
            {
              "template": {{JsonFormatter.Default.Format(template)}},
              "inputs": {{inputs}},
              "output_prefix": {{JsonSerializer.Serialize(prefix)}},
              "job_id": {{JsonSerializer.Serialize(jobId)}},
              "a_field_of_tomorrow": [1]
            }
            """;
    }

    private static string Text(JsonElement answer, string name) => answer.GetProperty(name).GetString()!;

    private async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(
        HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
            // Read the answer of a server that refuses a body before it is sent.
            request.Headers.ExpectContinue = body.Length > 1024 * 1024;
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }
}
