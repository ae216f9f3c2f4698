using System.Net;
using System.Net.Sockets;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

public sealed class SubmitTests
{
    [Fact]
    public async Task Location_of_the_answer_is_used_from_then_on()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job("PENDING", "europe-west3"));
        var seen = (JobSeen)await stage.SubmitAsync(Samples.Task(custom: """{"ProjectID": "acme"}"""));
        seen.Phase.ShouldBe(ServicePhase.Pending);
        seen.Job.Coordinates.ShouldBe(new Dictionary<string, string> { ["project"] = "acme", ["location"] = "europe-west3" });
    }

    [Fact]
    public async Task Job_that_is_done_at_once_is_evidence_of_its_end()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.WithTable(Samples.Job("DONE")));
        var seen = (JobSeen)await stage.SubmitAsync(Samples.Task(outputs: Samples.Results));
        seen.Phase.ShouldBe(ServicePhase.Succeeded);
        seen.Outputs!.Keys.ShouldBe(["results"]);
    }

    // Facts of BigQuery's error table that refuse for good: (status, reason, may another attempt succeed).
    [Theory]
    [InlineData(403, "accessDenied", false)]
    [InlineData(400, "attributeError", false)]
    [InlineData(400, "badRequest", false)]
    [InlineData(403, "billingNotEnabled", false)]
    [InlineData(400, "billingTierLimitExceeded", false)]
    [InlineData(403, "blocked", false)]
    [InlineData(400, "invalid", false)]
    [InlineData(400, "invalidQuery", false)]
    [InlineData(400, "invalidUser", false)]
    [InlineData(404, "notFound", false)]
    [InlineData(501, "notImplemented", false)]
    [InlineData(400, "resourceInUse", true)]
    [InlineData(400, "resourcesExceeded", false)]
    [InlineData(403, "responseTooLarge", false)]
    [InlineData(400, "tableUnavailable", true)]
    [InlineData(400, "stopped", false)]
    [InlineData(400, "timeout", false)]
    [InlineData(400, "neverSeenBefore", false)]
    public async Task Definite_refusal_carries_reason_and_words(int status, string reason, bool retryable)
    {
        using var stage = new PluginStage();
        stage.Service.Fails(status, reason, "Syntax error at [1:1].", "query");
        var error = (await stage.SubmitAsync()).ShouldBeOfType<JobRefused>().Error;
        error.Code.ShouldBe(reason);
        error.Retryable.ShouldBe(retryable);
        error.Message.ShouldBe($"Syntax error at [1:1] ({reason}, at query). See https://console.cloud.google.com/bigquery?project=acme");
        stage.Service.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(400, "invalid")]
    [InlineData(403, "accessDenied")]
    [InlineData(404, "notFound")]
    public async Task Refusal_without_reason_is_read_by_its_status(int status, string code)
    {
        using var stage = new PluginStage();
        stage.Service.Fails(status, reason: null);
        (await stage.SubmitAsync()).ShouldBeOfType<JobRefused>().Error.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData(401, "authError")]
    [InlineData(407, "proxyAuthenticationRequired")]
    [InlineData(400, "proxyAuthenticationRequired")]
    [InlineData(408, "timeout")]
    [InlineData(500, "internalError")]
    [InlineData(500, "backendError")]
    [InlineData(502, "backendError")]
    [InlineData(503, "backendError")]
    [InlineData(504, "backendError")]
    [InlineData(400, "backendError")]
    [InlineData(400, "internalError")]
    [InlineData(500, "invalidQuery")]
    [InlineData(501, "somethingElse")]
    [InlineData(302, "moved")]
    public async Task Answer_that_proves_nothing_leaves_the_outcome_open(int status, string reason)
    {
        using var stage = new PluginStage();
        stage.Service.Fails(status, reason, "words");
        var silence = await SilenceAsync(stage);
        silence.OutcomeUnknown.ShouldBeTrue();
        silence.Message.ShouldBe($"jobs.insert: HTTP {status} {reason}: words");
    }

    [Theory]
    [InlineData(403, "rateLimitExceeded")]
    [InlineData(429, "rateLimitExceeded")]
    [InlineData(429, "whatever")]
    [InlineData(429, null)]
    public async Task Throttled_insert_certainly_had_no_effect(int status, string? reason)
    {
        using var stage = new PluginStage();
        stage.Service.Fails(status, reason, retryAfter: "7");
        var silence = await SilenceAsync(stage);
        silence.OutcomeUnknown.ShouldBeFalse();
        silence.RetryAfter!.Value.TotalSeconds.ShouldBeInRange(7, 7 * 1.2);
    }

    [Theory]
    [InlineData("quotaExceeded")]
    [InlineData("rateLimitExceeded")]
    public async Task Spent_quota_is_asked_again_when_the_service_says(string reason)
    {
        using var stage = new PluginStage();
        stage.Service.Fails(403, reason, retryAfter: "90");
        var silence = await SilenceAsync(stage);
        silence.OutcomeUnknown.ShouldBeFalse();
        silence.RetryAfter!.Value.TotalSeconds.ShouldBeInRange(90, 90 * 1.2);
    }

    [Fact]
    public async Task Retry_after_may_be_a_date()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(403, "quotaExceeded", retryAfter: stage.Clock.GetUtcNow().AddSeconds(45).ToString("R"));
        (await SilenceAsync(stage)).RetryAfter!.Value.TotalSeconds.ShouldBeInRange(45, 45 * 1.2);
    }

    [Theory]
    [InlineData(200, "<html>login</html>", "text/html")]
    [InlineData(200, "", "application/json")]
    [InlineData(200, "null", "application/json")]
    [InlineData(200, "[]", "application/json")]
    [InlineData(200, """{"jobReference": {"jobId": "flyte_exec_n0_0_abc123"}, "status": {"sta""", "application/json")]
    [InlineData(200, """{"jobReference": {"jobId": "flyte_exec_n0_0_abc123"}, "status": {"state": "THINKING"}}""", "application/json")]
    [InlineData(200, """{"jobReference": {"jobId": "another"}, "status": {"state": "RUNNING"}}""", "application/json")]
    [InlineData(400, "<html>Bad Request</html>", "text/html")]
    [InlineData(403, "Forbidden by proxy", "text/plain")]
    [InlineData(404, "", "text/html")]
    [InlineData(400, """{"error": "invalid_client"}""", "application/json")]
    [InlineData(400, """{"message": "other API"}""", "application/json")]
    [InlineData(409, "<html/>", "text/html")]
    public async Task Answer_of_somebody_else_leaves_the_outcome_open(int status, string body, string mediaType)
    {
        using var stage = new PluginStage();
        stage.Service.Answers((HttpStatusCode)status, body, mediaType);
        var silence = await SilenceAsync(stage);
        silence.OutcomeUnknown.ShouldBeTrue();
        silence.Message.ShouldStartWith("jobs.insert: ");
        silence.Message.ShouldNotContain("<html");
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, false)]
    [InlineData(HttpRequestError.ConnectionError, false)]
    [InlineData(HttpRequestError.SecureConnectionError, false)]
    [InlineData(HttpRequestError.ProxyTunnelError, false)]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    [InlineData(HttpRequestError.InvalidResponse, true)]
    [InlineData(HttpRequestError.Unknown, true)]
    public async Task Outcome_is_open_unless_no_connection_was_made(HttpRequestError error, bool unknown)
    {
        using var stage = new PluginStage();
        stage.Service.Throws(new HttpRequestException(error, "broken", new SocketException()));
        var silence = await SilenceAsync(stage);
        silence.OutcomeUnknown.ShouldBe(unknown);
        silence.Message.ShouldBe("jobs.insert: broken");
    }

    [Fact]
    public async Task Silent_service_is_given_up_after_the_call_timeout()
    {
        using var stage = new PluginStage(("Plugins:BigQuery:CallTimeout", "00:00:05"));
        stage.Service.Hangs();
        var submit = stage.SubmitAsync();
        stage.Clock.Advance(TimeSpan.FromSeconds(4.9));
        submit.IsCompleted.ShouldBeFalse();
        stage.Clock.Advance(TimeSpan.FromSeconds(0.2));
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => submit);
        silence.Message.ShouldBe("jobs.insert: no answer within 5 s.");
        silence.OutcomeUnknown.ShouldBeTrue();
    }

    [Fact]
    public async Task Caller_that_gives_up_is_told_so()
    {
        using var stage = new PluginStage();
        using var stop = new CancellationTokenSource();
        stage.Service.Hangs();
        var submit = stage.Plugin.SubmitAsync(stage.Plan(Samples.Task()), stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => submit);
    }

    [Fact]
    public async Task Dry_run_ends_at_once_with_the_estimate()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Samples.Job("DONE", change: job =>
        {
            job["jobReference"]!.AsObject().Remove("jobId");
            job["configuration"]!["dryRun"] = true;
            job["statistics"]!["totalBytesProcessed"] = "4096";
        }));
        var seen = (JobSeen)await stage.SubmitAsync(Samples.TaskWith("dryRun", "true"));
        seen.Phase.ShouldBe(ServicePhase.Succeeded);
        seen.Message.ShouldBe("Dry run: the query would process 4096 bytes.");
        stage.Service.Requests[0].Body!["configuration"]!["dryRun"]!.GetValue<bool>().ShouldBeTrue();
    }

    private static Task<ServiceUnavailableException> SilenceAsync(PluginStage stage) =>
        Should.ThrowAsync<ServiceUnavailableException>(() => stage.SubmitAsync());
}
