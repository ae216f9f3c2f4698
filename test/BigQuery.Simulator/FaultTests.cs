using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using BackendPlugins.Simulators.BigQuery.Faults;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class FaultTests
{
    private const string Slow = "SELECT 1 /* sim: duration=1h */";

    [Fact]
    public async Task Reset_before_aborts_the_connection_and_does_nothing()
    {
        await using var scene = await Scene.StartAsync();
        await scene.AddFaultsAsync(Fault("insert", "reset-before", times: 1));

        await Should.ThrowAsync<HttpRequestException>(scene.InsertAsync("j1", Slow));

        var book = await scene.BookAsync("j1");
        ((int)book["insertCalls"]!).ShouldBe(1);
        ((int)book["inserts"]!).ShouldBe(0);
        (await scene.InsertAsync("j1", Slow)).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Reset_after_aborts_the_connection_when_the_job_is_made()
    {
        await using var scene = await Scene.StartAsync();
        await scene.AddFaultsAsync(Fault("insert", "reset-after", times: 1));

        await Should.ThrowAsync<HttpRequestException>(scene.InsertAsync("j1", Slow));

        (await scene.GetJobAsync("j1")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.InsertAsync("j1", Slow)).Code.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("hang", HttpStatusCode.NotFound)]
    [InlineData("hang-after", HttpStatusCode.OK)]
    public async Task A_hanging_call_is_never_answered(string mode, HttpStatusCode afterwards)
    {
        await using var scene = await Scene.StartAsync();
        await scene.AddFaultsAsync(Fault("insert", mode));
        using var patience = new CancellationTokenSource();

        var hanging = scene.Client.PostAsync("projects/acme/jobs", new StringContent(Scene.Body("j1", Slow).ToJsonString()), patience.Token);
        await UntilAsync(() => scene.Simulator.FindBooks("j1") is [{ InsertCalls: 1 }]);
        scene.Clock.Advance(TimeSpan.FromDays(1));
        hanging.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(hanging);
        (await scene.GetJobAsync("j1")).Code.ShouldBe(afterwards);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("hang-after")]
    public async Task A_hang_with_an_end_is_answered_after_it(string mode)
    {
        await using var scene = await Scene.StartAsync();
        await scene.AddFaultsAsync(Fault("get", mode, seconds: 30));
        await scene.InsertAsync("j1", Slow);

        var hanging = scene.GetJobAsync("j1");
        await UntilAsync(() => scene.Simulator.ReadFaults()[0].Hits == 1);
        hanging.IsCompleted.ShouldBeFalse();

        // The delay starts a moment after the fault is counted, so the clock may have to be moved more than once.
        await UntilAsync(() =>
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(30));
            return hanging.IsCompleted;
        });
        (await hanging).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_status_fault_answers_with_the_error_it_was_given()
    {
        await using var scene = await Scene.StartAsync();
        var fault = Fault("get", "status");
        (fault["status"], fault["reason"], fault["message"], fault["retryAfterSeconds"]) = (429, "rateLimitExceeded", "Slow down", 7);
        await scene.AddFaultsAsync(fault);
        await scene.InsertAsync("j1", Slow);

        var answer = await scene.GetJobAsync("j1");

        ((int)answer.Code).ShouldBe(429);
        answer.Reason.ShouldBe("rateLimitExceeded");
        answer.Message.ShouldBe("Slow down");
        answer.RetryAfter.ShouldBe("7");
        ((string?)answer.Json["error"]!["status"]).ShouldBe("RESOURCE_EXHAUSTED");
    }

    [Fact]
    public async Task A_status_fault_is_503_backend_error_unless_told_otherwise()
    {
        await using var scene = await Scene.StartAsync();
        await scene.AddFaultsAsync(Fault("list", "status"));

        var answer = await scene.ListAsync();

        answer.Code.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Reason.ShouldBe("backendError");
        answer.RetryAfter.ShouldBeNull();
    }

    [Fact]
    public async Task A_malformed_answer_is_200_with_json_that_breaks_off()
    {
        await using var scene = await Scene.StartAsync();
        await scene.AddFaultsAsync(Fault("*", "malformed", times: 1));

        var answer = await scene.InsertAsync("j1", Slow);

        answer.Code.ShouldBe(HttpStatusCode.OK);
        Should.Throw<JsonException>(() => answer.Json);
        (await scene.GetJobAsync("j1")).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_late_commit_answers_503_and_the_job_appears_afterwards()
    {
        await using var scene = await Scene.StartAsync();
        await scene.AddFaultsAsync(Fault("insert", "commit-late", seconds: 10, times: 1));

        (await scene.InsertAsync("j1", Slow)).Code.ShouldBe(HttpStatusCode.ServiceUnavailable);
        scene.Clock.Advance(TimeSpan.FromSeconds(9));
        (await scene.GetJobAsync("j1")).Code.ShouldBe(HttpStatusCode.NotFound);
        (await scene.ListIdsAsync()).ShouldBeEmpty();
        scene.Clock.Advance(TimeSpan.FromSeconds(5));

        ((string?)(await scene.GetJobAsync("j1")).Json["statistics"]!["creationTime"]).ShouldBe($"{Scene.Start.AddSeconds(10).ToUnixTimeMilliseconds()}");
        (await scene.InsertAsync("j1", Slow)).Code.ShouldBe(HttpStatusCode.Conflict);
        var book = await scene.BookAsync("j1");
        ((int)book["insertCalls"]!).ShouldBe(2);
        ((int)book["inserts"]!).ShouldBe(1);
    }

    [Fact]
    public async Task A_late_commit_may_reset_the_connection_and_makes_no_second_job_when_a_retry_was_quicker()
    {
        await using var scene = await Scene.StartAsync();
        var fault = Fault("insert", "commit-late", seconds: 10, times: 1);
        fault["reset"] = true;
        await scene.AddFaultsAsync(fault);

        await Should.ThrowAsync<HttpRequestException>(scene.InsertAsync("j1", Slow));
        (await scene.InsertAsync("j1", Slow)).Code.ShouldBe(HttpStatusCode.OK);
        scene.Clock.Advance(TimeSpan.FromSeconds(20));

        ((int)(await scene.BookAsync("j1"))["inserts"]!).ShouldBe(1);
        (await scene.ListIdsAsync()).ShouldBe(["j1"]);
    }

    [Fact]
    public async Task A_job_may_lag_behind_its_insert_when_got()
    {
        await using var scene = await Scene.StartAsync();
        await scene.AddFaultsAsync(Fault("insert", "get-lag", seconds: 3, jobIdContains: "lag"));
        await scene.InsertAsync("lagging", Slow);
        await scene.InsertAsync("prompt", Slow);
        await scene.InsertAsync("scripted", "SELECT 1 /* sim: get-lag=3s */");

        (await scene.InsertAsync("lagging", Slow)).Code.ShouldBe(HttpStatusCode.Conflict);
        (await scene.GetJobAsync("lagging")).Code.ShouldBe(HttpStatusCode.NotFound);
        (await scene.GetJobAsync("scripted")).Code.ShouldBe(HttpStatusCode.NotFound);
        (await scene.GetJobAsync("prompt")).Code.ShouldBe(HttpStatusCode.OK);
        scene.Clock.Advance(TimeSpan.FromSeconds(3));
        (await scene.GetJobAsync("lagging")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.GetJobAsync("scripted")).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_fault_hits_only_its_method_its_jobs_and_its_number_of_times()
    {
        await using var scene = await Scene.StartAsync();
        await scene.AddFaultsAsync(Fault("get", "status", times: 2, jobIdContains: "bad"));
        await scene.InsertAsync("bad-1", Slow);
        await scene.InsertAsync("good", Slow);

        var codes = new List<HttpStatusCode>();
        foreach (var id in new[] { "good", "bad-1", "bad-1", "bad-1" })
        {
            codes.Add((await scene.GetJobAsync(id)).Code);
        }

        codes.ShouldBe([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable, HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK]);
        ((int)(await scene.GetAsync("_faults")).Json[0]!["hits"]!).ShouldBe(2);
    }

    [Fact]
    public async Task A_probability_is_drawn_from_the_seed()
    {
        var runs = new List<string>();
        foreach (var seed in new[] { 1, 1, 2 })
        {
            await using var scene = await Scene.StartAsync(options => options.Seed = seed);
            scene.Simulator.AddFaults(new Fault { Mode = FaultMode.Status, Method = "list", Probability = 0.5 });
            var run = "";
            for (var call = 0; call < 40; call++)
            {
                run += (await scene.ListAsync()).Code == HttpStatusCode.OK ? '.' : 'x';
            }

            run.Count(hit => hit == 'x').ShouldBeInRange(8, 32);
            runs.Add(run);
        }

        runs[1].ShouldBe(runs[0]);
        runs[2].ShouldNotBe(runs[0]);
    }

    [Fact]
    public async Task Faults_are_told_with_ids_and_taken_away_singly_or_all()
    {
        await using var scene = await Scene.StartAsync();
        var named = Fault("get", "status");
        named["id"] = "mine";
        await scene.AddFaultsAsync(named, Fault("list", "reset-before"), Fault("cancel", "hang"));

        (await scene.GetAsync("_faults")).Json.AsArray().Select(fault => $"{fault!["id"]} {fault["mode"]}").ShouldBe(["mine status", "fault-1 reset-before", "fault-2 hang"]);
        (await scene.SendAsync(HttpMethod.Delete, "_faults/fault-1")).Code.ShouldBe(HttpStatusCode.NoContent);
        (await scene.SendAsync(HttpMethod.Delete, "_faults/fault-1")).Code.ShouldBe(HttpStatusCode.NotFound);
        (await scene.GetAsync("_faults")).Json.AsArray().Count.ShouldBe(2);
        await scene.SendAsync(HttpMethod.Delete, "_faults");
        (await scene.GetAsync("_faults")).Json.AsArray().ShouldBeEmpty();
        (await scene.ListAsync()).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""[{"method":"get","mode":"explode"}]""", "mode")]
    [InlineData("""[{"method":"get"}]""", "mode")]
    [InlineData("""[{"method":"fetch","mode":"hang"}]""", "fetch")]
    [InlineData("""[{"mode":"hang","chance":0.5}]""", "chance")]
    [InlineData("""[{"mode":"hang","probability":2}]""", "probability")]
    [InlineData("""[{"mode":"hang","times":0}]""", "times")]
    [InlineData("""[{"method":"get","mode":"get-lag"}]""", "insert")]
    [InlineData("""null""", "null")]
    public async Task A_fault_that_makes_no_sense_is_refused_by_name(string body, string names)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.PostAsync("_faults", body);

        answer.Code.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message!.ShouldContain(names);
        scene.Simulator.ReadFaults().ShouldBeEmpty();
    }

    private static JsonObject Fault(string method, string mode, double? seconds = null, int? times = null, string? jobIdContains = null) => new()
    {
        ["method"] = method,
        ["mode"] = mode,
        ["seconds"] = seconds,
        ["times"] = times,
        ["jobIdContains"] = jobIdContains,
    };

    private static Task UntilAsync(Func<bool> happened) => Deadline.UntilAsync(happened);
}
