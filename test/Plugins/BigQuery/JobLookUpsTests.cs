using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>Many look-ups at about the same time: the third within 100 ms begins to gather.</summary>
public sealed class JobLookUpsTests : IDisposable
{
    private readonly PluginStage _stage = new(("Plugins:BigQuery:ListThreshold", "3"));

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Few_asks_are_one_call_each_and_wait_for_nobody()
    {
        for (var i = 0; i < 6; i++)
        {
            _stage.Service.Answers(Job("lone", "RUNNING"));
            await AskAsync("lone");
            _stage.Clock.Advance(TimeSpan.FromMilliseconds(60));
        }

        _stage.Service.Requests.ShouldAllBe(asked => asked.PathAndQuery.Contains("/jobs/lone?"));
    }

    [Fact]
    public async Task Many_asks_share_pages_and_each_gets_its_own_job()
    {
        var asks = Crowd("a", "b", "c", "d", "e", "f", "g", "h");
        _stage.Service
            .Answers(Page("p2", Job("other", "RUNNING"), Job("a", "PENDING"), Job("b", "RUNNING"), Job("c", "RUNNING")))
            .Answers(Page(null, Job("d", "RUNNING"), Job("e", "RUNNING")))
            .Answers(Page(null, Job("f", "DONE"), Failed("g"), Job("h", "DONE")));
        Gather();
        var seen = await Task.WhenAll(asks);
        seen.Cast<JobSeen>().Select(job => (job.Job.Id, job.Phase)).ShouldBe([
            ("a", ServicePhase.Pending), ("b", ServicePhase.Running), ("c", ServicePhase.Running), ("d", ServicePhase.Running),
            ("e", ServicePhase.Running), ("f", ServicePhase.Succeeded), ("g", ServicePhase.Failed), ("h", ServicePhase.Succeeded),
        ]);
        ((JobSeen)seen[6]).Error!.Code.ShouldBe("invalidQuery");
        Listed().Select(asked => asked.Split('&', 2)[1].Split("&maxResults")[0]).ShouldBe(["stateFilter=pending&stateFilter=running", "stateFilter=pending&stateFilter=running", "stateFilter=done"]);
        Listed()[0].ShouldStartWith("/bigquery/v2/projects/acme/jobs?projection=full&");
        Listed()[1].ShouldEndWith("&pageToken=p2");
        Got().ShouldBe(["first", "second"]);
    }

    [Fact]
    public async Task Job_that_no_page_has_is_asked_for_by_itself()
    {
        var asks = Crowd("a", "b", "c", "d");
        _stage.Service.Answers(Page(null, Job("a", "RUNNING"), Job("b", "RUNNING"), Job("c", "RUNNING"))).Fails(404, "notFound", "Not found: Job d");
        Gather();
        (await asks[3]).ShouldBe(new JobMissing("Not found: Job d"));
        (await Task.WhenAll(asks[..3])).ShouldAllBe(evidence => evidence is JobSeen);
        Got().ShouldBe(["first", "second", "d"]);
    }

    [Fact]
    public async Task Job_of_that_id_in_another_location_is_not_taken()
    {
        var asks = Crowd("a", "b", "c", "d");
        _stage.Service.Answers(Page(null, Job("d", "RUNNING", "US"), Job("a", "RUNNING"), Job("b", "RUNNING"), Job("c", "RUNNING"))).Answers(Job("d", "DONE"));
        Gather();
        ((JobSeen)await asks[3]).Phase.ShouldBe(ServicePhase.Succeeded);
        Got()[^1].ShouldBe("d");
    }

    [Fact]
    public async Task End_without_statistics_is_read_from_the_job_itself()
    {
        var asks = Crowd("a", "b", "c", "d");
        var bare = new JsonObject { ["jobReference"] = Job("d", "DONE")["jobReference"]!.DeepClone(), ["state"] = "DONE" };
        _stage.Service.Answers(Page(null, bare, Job("a", "RUNNING"), Job("b", "RUNNING"), Job("c", "RUNNING"))).Answers(Job("d", "DONE"));
        Gather();
        await Task.WhenAll(asks);
        Got()[^1].ShouldBe("d");
    }

    [Fact]
    public async Task State_and_error_at_the_top_of_an_entry_count()
    {
        var asks = Crowd("a", "b", "c", "d");
        var entries = new[] { "a", "b", "c", "d" }.Select(id => Job(id, "DONE")).ToArray();
        foreach (var entry in entries)
        {
            entry.Remove("status");
            entry["state"] = "DONE";
            entry["errorResult"] = new JsonObject { ["reason"] = "backendError" };
        }

        _stage.Service.Answers(Page(null)).Answers(Page(null, entries));
        Gather();
        (await Task.WhenAll(asks)).ShouldAllBe(evidence => ((JobSeen)evidence).Phase == ServicePhase.RetryableFailed);
    }

    [Fact]
    public async Task Listing_that_fails_is_made_up_for_by_single_calls()
    {
        var asks = Crowd("a", "b", "c");
        _stage.Service.Fails(503, "backendError");
        AnswerEach("a", "b", "c");
        Gather();
        (await Task.WhenAll(asks)).ShouldAllBe(evidence => evidence is JobSeen);
    }

    [Fact]
    public async Task What_was_found_before_a_listing_failed_holds()
    {
        var asks = Crowd("a", "b", "c", "d", "e", "f", "g", "h");
        _stage.Service.Answers(Page("p2", [.. "abcdefg".Select(id => Job($"{id}", "RUNNING"))])).Fails(503, "backendError").Answers(Job("h", "RUNNING"));
        Gather();
        (await Task.WhenAll(asks)).ShouldAllBe(evidence => evidence is JobSeen);
        Got().ShouldBe(["first", "second", "h"]);
    }

    [Fact]
    public async Task Nobody_waits_longer_than_five_seconds_for_pages()
    {
        var asks = Crowd("a", "b", "c", "d");
        await _stage.Service.AskedAsync(2);
        _stage.Service.Hangs();
        AnswerEach("a", "b", "c", "d");
        Gather();
        await _stage.Service.AskedAsync(1);
        _stage.Clock.Advance(TimeSpan.FromSeconds(5));
        (await Task.WhenAll(asks)).ShouldAllBe(evidence => evidence is JobSeen);
    }

    [Fact]
    public async Task Pages_are_not_read_beyond_the_point_where_they_save_calls()
    {
        var asks = Crowd("a", "b", "c", "d");
        _stage.Service.Answers(Page("p2", Job("x", "RUNNING"))).Answers(Page("p3", Job("y", "DONE")));
        AnswerEach("a", "b", "c", "d");
        Gather();
        await Task.WhenAll(asks);
        Listed().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_may_not_list_jobs_is_asked_one_by_one_from_then_on()
    {
        var asks = Crowd("a", "b", "c", "d");
        _stage.Service.Fails(403, "accessDenied");
        AnswerEach("a", "b", "c", "d");
        Gather();
        await Task.WhenAll(asks);
        AnswerEach("a", "b", "c", "d", "e");
        await Task.WhenAll("abcde".Select(id => AskAsync($"{id}")));
        Listed().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Gathering_that_stays_small_lists_nothing()
    {
        var asks = Crowd("a", "b");
        AnswerEach("a", "b");
        Gather();
        await Task.WhenAll(asks);
        Listed().ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_leaves_does_not_take_the_others_along()
    {
        using var leaving = new CancellationTokenSource();
        var asks = Crowd("a", "b", "c", "d");
        var left = AskAsync("e", leaving.Token);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => left);
        _stage.Service.Answers(Page(null, [.. "abcde".Select(id => Job($"{id}", "RUNNING"))]));
        Gather();
        (await Task.WhenAll(asks)).ShouldAllBe(evidence => evidence is JobSeen);
    }

    /// <summary>Two asks that go by themselves, then those that are gathered.</summary>
    private List<Task<JobEvidence>> Crowd(params string[] ids)
    {
        AnswerEach("first", "second");
        var alone = new[] { AskAsync("first"), AskAsync("second") };
        alone.ShouldAllBe(ask => ask.IsCompletedSuccessfully);
        return [.. ids.Select(id => AskAsync(id))];
    }

    private void Gather() => _stage.Clock.Advance(TimeSpan.FromMilliseconds(500));

    // Single calls come in any order.
    private void AnswerEach(params string[] ids)
    {
        foreach (var _ in ids)
        {
            _stage.Service.Echoes(id => Job(id, "RUNNING"));
        }
    }

    private Task<JobEvidence> AskAsync(string id, CancellationToken cancellationToken = default) => _stage.Plugin.LookUpAsync(
        new PluginJob(Samples.Task(), new JobAddress("acme", "EU", id).ToExternalJob()), cancellationToken == default ? PluginStage.Stop : cancellationToken);

    private List<string> Listed() => [.. _stage.Service.Requests.Select(asked => asked.PathAndQuery).Where(path => path.Contains("/jobs?"))];

    private List<string> Got() => [.. _stage.Service.Requests.Where(asked => asked.PathAndQuery.Contains("/jobs/")).Select(asked => asked.Uri.Segments[^1])];

    private static JsonObject Job(string id, string state, string location = "EU") => Samples.Job(state, location, job => job["jobReference"]!["jobId"] = id);

    private static JsonObject Failed(string id)
    {
        var job = Samples.FailedJob("invalidQuery");
        job["jobReference"]!["jobId"] = id;
        return job;
    }

    private static JsonObject Page(string? next, params JsonObject[] jobs) => new() { ["jobs"] = new JsonArray([.. jobs]), ["nextPageToken"] = next };
}
