using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>Many jobs asked for together: pages of jobs.list as far as they pay.</summary>
public sealed class JobListerTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly PluginStage _stage = new();

    private IListsJobs Lister => (IListsJobs)_stage.Plugin;

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Live_pages_are_read_first_then_the_ended_ones_of_the_span_that_is_left()
    {
        _stage.Service
            .Answers(Page("p2", Job("other", "RUNNING", 99), Job("a", "PENDING", 8), Job("b", "RUNNING", 7), Job("c", "RUNNING", 6), Job("d", "RUNNING", 5)))
            .Answers(Page(null, Job("e", "RUNNING", 4)))
            .Answers(Page(null, Job("f", "DONE", 3), Failed("g", 2), Job("h", "DONE", 1), Job("i", "DONE", 0)));
        var listed = await ListAsync([.. "abcdefghi".Select((id, i) => Ask($"{id}", 8 - i))]);

        listed.Entries.Keys.Order().ShouldBe("abcdefghi".Select(id => $"eu/{id}"));
        listed.Calls.ShouldBe(3);
        listed.Problem.ShouldBeNull();
        ((JobSeen)await ReadAsync(listed, "a")).Phase.ShouldBe(ServicePhase.Pending);
        var failed = (JobSeen)await ReadAsync(listed, "g");
        (failed.Phase, failed.Error!.Code, failed.CreatedAt).ShouldBe((ServicePhase.Failed, "invalidQuery", At(2)));

        var queries = _stage.Service.Requests.Select(asked => asked.Uri.Query).ToList();
        queries[0].ShouldStartWith($"?projection=full&stateFilter=pending&stateFilter=running&minCreationTime={Ms(0)}&maxCreationTime={Ms(8)}&maxResults=1000&fields=");
        queries[1].ShouldEndWith("&pageToken=p2");
        queries[2].ShouldStartWith($"?projection=full&stateFilter=done&minCreationTime={Ms(0)}&maxCreationTime={Ms(3)}&");
    }

    [Fact]
    public async Task Few_that_are_left_are_not_worth_a_page()
    {
        _stage.Service.Answers(Page(null, Job("a", "RUNNING", 5), Job("b", "RUNNING", 4), Job("c", "RUNNING", 3)));
        var listed = await ListAsync([Ask("a", 5), Ask("b", 4), Ask("c", 3), Ask("d", 2), Ask("e", 1)]);
        listed.Entries.Count.ShouldBe(3);
        _stage.Service.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Pages_that_tell_of_nobody_are_not_read_on()
    {
        _stage.Service
            .Answers(Page("p2", Job("x", "RUNNING", 5))).Answers(Page("p3", Job("y", "RUNNING", 4)))
            .Answers(Page("p2", Job("x", "DONE", 5))).Answers(Page("p3", Job("y", "DONE", 4)));
        var listed = await ListAsync([.. "abcde".Select((id, i) => Ask($"{id}", i))]);
        listed.Entries.ShouldBeEmpty();
        listed.Calls.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public async Task A_job_of_that_id_in_another_location_is_not_taken()
    {
        var elsewhere = Job("d", "RUNNING", 1);
        elsewhere["jobReference"]!["location"] = "US";
        _stage.Service.Answers(Page(null, elsewhere, Job("a", "RUNNING", 4), Job("b", "RUNNING", 3), Job("c", "RUNNING", 2)));
        (await ListAsync([Ask("a", 4), Ask("b", 3), Ask("c", 2), Ask("d", 1)])).Entries.Keys.ShouldNotContain("eu/d");
    }

    [Fact]
    public async Task An_end_without_statistics_is_left_to_a_look_at_the_job_itself()
    {
        var bare = new JsonObject { ["jobReference"] = Job("d", "DONE", 1)["jobReference"]!.DeepClone(), ["state"] = "DONE" };
        _stage.Service.Answers(Page(null, bare, Job("a", "RUNNING", 4), Job("b", "RUNNING", 3), Job("c", "RUNNING", 2)));
        (await ListAsync([Ask("a", 4), Ask("b", 3), Ask("c", 2), Ask("d", 1)])).Entries.Keys.ShouldNotContain("eu/d");
    }

    [Fact]
    public async Task What_was_found_before_a_listing_failed_holds()
    {
        _stage.Service.Answers(Page("p2", [.. "abcd".Select((id, i) => Job($"{id}", "RUNNING", 9 - i))])).Fails(503, "backendError");
        var listed = await ListAsync([.. "abcdefgh".Select((id, i) => Ask($"{id}", 9 - i))]);
        listed.Entries.Count.ShouldBe(4);
        listed.Problem.ShouldBe("jobs.list: HTTP 503 backendError: words of the service");
    }

    [Theory]
    [InlineData(403, "accessDenied")]
    [InlineData(404, null)]
    [InlineData(501, null)]
    public async Task Who_may_not_or_cannot_list_jobs_is_asked_one_by_one_for_ten_minutes(int status, string? reason)
    {
        _stage.Service.Fails(status, reason);
        (await ListAsync([.. "abcde".Select((id, i) => Ask($"{id}", i))])).Problem.ShouldNotBeNull();
        Place().Threshold.ShouldBe(int.MaxValue);
        _stage.Clock.Advance(TimeSpan.FromMinutes(10));
        Place().Threshold.ShouldBe(20);
    }

    [Fact]
    public void Jobs_of_the_hosts_credentials_are_shared_and_of_a_project_together()
    {
        var place = Place();
        (place.Group, place.Handle, place.IsShared).ShouldBe(("host/acme", "eu/a", true));
        Lister.PlaceOf(new PluginJob(Samples.Task(), new JobAddress("acme", null, "a").ToExternalJob())).ShouldBeNull();
    }

    private static DateTimeOffset At(int second) => Start.AddSeconds(second);

    private static long Ms(int second) => At(second).ToUnixTimeMilliseconds();

    private static ListedAsk Ask(string id, int second) => new($"eu/{id}", At(second));

    private static PluginJob JobOf(string id) => new(Samples.Task(), new JobAddress("acme", "EU", id).ToExternalJob());

    private ListedPlace Place() => Lister.PlaceOf(JobOf("a"))!;

    private async Task<Reading> ListAsync(IReadOnlyList<ListedAsk> asks)
    {
        var entries = new Dictionary<string, byte[]>();
        var listed = await Lister.ListAsync("host/acme", asks, page => page.ToList().ForEach(entry => entries.Add(entry.Key, entry.Value)), PluginStage.Stop);
        listed.Found.ShouldBe(entries.Count);
        return new Reading(entries, listed.Calls, listed.Problem);
    }

    private Task<JobEvidence> ReadAsync(Reading listed, string id) => Lister.ReadAsync(JobOf(id), listed.Entries[$"eu/{id}"], PluginStage.Stop);

    private static JsonObject Job(string id, string state, int second) => Samples.Job(state, "EU", job => Place(job, id, second));

    private static JsonObject Failed(string id, int second)
    {
        var job = Samples.FailedJob("invalidQuery");
        Place(job, id, second);
        return job;
    }

    private static void Place(JsonObject job, string id, int second)
    {
        job["jobReference"]!["jobId"] = id;
        job["jobReference"]!["location"] = "EU";
        var statistics = job["statistics"] as JsonObject;
        if (statistics is null)
        {
            job["statistics"] = statistics = [];
        }

        statistics["creationTime"] = Ms(second).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static JsonObject Page(string? next, params JsonObject[] jobs) => new() { ["jobs"] = new JsonArray([.. jobs]), ["nextPageToken"] = next };

    private sealed record Reading(IReadOnlyDictionary<string, byte[]> Entries, int Calls, string? Problem);
}
