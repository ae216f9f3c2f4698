using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

public sealed class LiveJobsTests
{
    private static readonly TaskRequest Placeless = Samples.Task(custom: """{"ProjectID": "acme"}""");

    [Fact]
    public async Task Job_of_unknown_location_is_looked_for_on_all_pages()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(404, "notFound")
            .Answers(Page("p2", ("other", "EU")))
            .Answers(Page(null, (Samples.JobId, "europe-west3")))
            .Answers(Samples.Job("RUNNING", "europe-west3"));
        var seen = (await stage.LookUpAsync(Placeless)).ShouldBeOfType<JobSeen>();
        seen.Job.Coordinate("location").ShouldBe("europe-west3");
        var asked = stage.Service.Requests;
        asked[1].PathAndQuery.ShouldBe("/bigquery/v2/projects/acme/jobs?projection=minimal&stateFilter=pending&stateFilter=running&maxResults=1000"
            + "&fields=jobs(jobReference),nextPageToken,unreachable");
        asked[2].PathAndQuery.ShouldEndWith("&pageToken=p2");
        asked[3].PathAndQuery.ShouldContain("?location=europe-west3&");
    }

    [Fact]
    public async Task Cancel_finds_the_location_too()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(404, "notFound")
            .Answers(Page(null, (Samples.JobId, "europe-west3")))
            .Answers(new JsonObject { ["job"] = Samples.Job("RUNNING", "europe-west3") });
        (await stage.CancelAsync(Placeless)).ShouldBeOfType<JobSeen>();
        stage.Service.Requests[2].PathAndQuery.ShouldEndWith("/cancel?location=europe-west3");
    }

    [Fact]
    public async Task Job_that_is_not_among_the_live_ones_is_missing()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(404, "notFound", "Not found: Job x").Answers(new JsonObject());
        (await stage.LookUpAsync(Placeless)).ShouldBe(new JobMissing("Not found: Job x"));
    }

    [Fact]
    public async Task Job_of_known_location_is_not_looked_for()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(404, "notFound");
        (await stage.LookUpAsync()).ShouldBeOfType<JobMissing>();
        stage.Service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_may_not_list_jobs_gets_the_answer_of_the_call()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(404, "notFound").Fails(403, "accessDenied");
        (await stage.LookUpAsync(Placeless)).ShouldBeOfType<JobMissing>();
    }

    [Fact]
    public async Task Listing_that_skips_a_location_is_no_evidence()
    {
        using var stage = new PluginStage();
        var page = Page(null, ("other", "EU"));
        page["unreachable"] = new JsonArray("asia-east1");
        stage.Service.Fails(404, "notFound").Answers(page);
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync(Placeless));
        silence.Message.ShouldBe("jobs.list: asia-east1 cannot be reached.");
    }

    [Fact]
    public async Task Listing_that_fails_is_no_evidence_and_the_next_one_is_new()
    {
        using var stage = new PluginStage();
        stage.Service.Fails(404, "notFound").Fails(500, "backendError", "words");
        var silence = await Should.ThrowAsync<ServiceUnavailableException>(() => stage.LookUpAsync(Placeless));
        silence.Message.ShouldBe("jobs.list: HTTP 500 backendError: words");
        stage.Service.Fails(404, "notFound").Answers(Page(null));
        (await stage.LookUpAsync(Placeless)).ShouldBeOfType<JobMissing>();
    }

    [Fact]
    public async Task Those_who_ask_during_a_listing_share_the_next_one()
    {
        using var stage = new PluginStage();
        var gate = new TaskCompletionSource();
        stage.Service.Fails(404, "notFound").AnswersAfter(gate.Task, Page(null));
        var first = stage.LookUpAsync(Placeless);
        await stage.Service.AskedAsync(2);

        var later = new List<Task<JobEvidence>>();
        for (var i = 0; i < 10; i++)
        {
            stage.Service.Fails(404, "notFound");
            later.Add(stage.LookUpAsync(Placeless));
        }

        stage.Service.Answers(Page(null));
        gate.SetResult();
        (await first).ShouldBeOfType<JobMissing>();
        (await Task.WhenAll(later)).ShouldAllBe(evidence => evidence is JobMissing);
        stage.Service.Requests.Count(asked => asked.PathAndQuery.Contains("stateFilter")).ShouldBe(2);
    }

    private static JsonObject Page(string? next, params (string Id, string Location)[] jobs) => new()
    {
        ["jobs"] = new JsonArray([.. jobs.Select(job => new JsonObject
        {
            ["jobReference"] = new JsonObject { ["projectId"] = "acme", ["jobId"] = job.Id, ["location"] = job.Location },
            ["state"] = "RUNNING",
        })]),
        ["nextPageToken"] = next,
    };
}
