using System.Net;
using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

public sealed class CancelTests
{
    [Theory]
    [InlineData("""{"ProjectID": "acme", "Location": "EU"}""", "/cancel?location=EU")]
    [InlineData("""{"ProjectID": "acme"}""", "/cancel")]
    public async Task Cancel_asks_the_service_and_reads_the_job(string custom, string expected)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Answer(Samples.Job("RUNNING")));
        var seen = (JobSeen)await stage.CancelAsync(Samples.Task(custom: custom));
        seen.Phase.ShouldBe(ServicePhase.Running);
        var asked = stage.Service.Requests[0];
        asked.Method.ShouldBe("POST");
        asked.Body.ShouldBeNull();
        asked.PathAndQuery.ShouldBe($"/bigquery/v2/projects/acme/jobs/{Samples.JobId}{expected}");
    }

    [Fact]
    public async Task Job_that_was_stopped_is_cancelled()
    {
        using var stage = new PluginStage();
        stage.Service.Answers(Answer(Samples.FailedJob("stopped", "Job execution was cancelled: User requested cancellation")));
        var seen = (JobSeen)await stage.CancelAsync();
        seen.Phase.ShouldBe(ServicePhase.Cancelled);
        seen.Error!.Code.ShouldBe("stopped");
    }

    [Fact]
    public async Task Unknown_job_is_missing()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(404, "notFound", "Not found");
        (await stage.CancelAsync()).ShouldBe(new JobMissing("Not found"));
    }

    [Theory]
    [InlineData("oops")]
    [InlineData("<html>")]
    public async Task Answer_that_cannot_be_read_is_no_evidence(string body)
    {
        using var stage = new PluginStage();
        stage.Service.Answers(HttpStatusCode.OK, body);
        await Should.ThrowAsync<ServiceUnavailableException>(() => stage.CancelAsync());
    }

    [Fact]
    public async Task Denied_cancel_is_no_evidence()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(403, "accessDenied", "words");
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => stage.CancelAsync());
        silence.Message.ShouldBe("jobs.cancel: HTTP 403 accessDenied: words");
    }

    private static JsonObject Answer(JsonObject job) => new() { ["kind"] = "bigquery#jobCancelResponse", ["job"] = job };
}
