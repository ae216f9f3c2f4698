using System.Net;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class LatencyAndQuotaTests
{
    [Fact]
    public async Task A_slow_call_waits_for_its_latency_and_is_carried_out_even_when_the_caller_leaves()
    {
        await using var scene = await Scene.StartAsync(options => options.Latency["insert"] = DurationRange.Parse("10s"));
        using var patience = new CancellationTokenSource();

        var slow = scene.Client.PostAsync("projects/acme/jobs", new StringContent(Scene.Body("j1", "SELECT 1").ToJsonString()), patience.Token);
        await Deadline.UntilAsync(() => scene.Simulator.ReadBooks().Calls["insert"] == 1);
        scene.Simulator.FindBooks("j1").ShouldBeEmpty();
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(slow);

        await Deadline.UntilAsync(() =>
        {
            scene.Clock.Advance(TimeSpan.FromSeconds(10));
            return scene.Simulator.FindBooks("j1") is [{ Inserts: 1 }];
        });
    }

    [Fact]
    public async Task Latency_is_set_read_and_cleared_per_method()
    {
        await using var scene = await Scene.StartAsync(options => options.Latency["*"] = DurationRange.Parse("1h"));

        (await scene.PostAsync("_latency", """{"get":"0s","list":"0s..0ms"}""")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.GetJobAsync("nope")).Code.ShouldBe(HttpStatusCode.NotFound);
        (await scene.GetAsync("_latency")).Text.ShouldBe("""{"*":"3600s","get":"0ms","list":"0ms"}""");
        await scene.SendAsync(HttpMethod.Delete, "_latency");
        (await scene.InsertAsync("j1", "SELECT 1")).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"fetch":"1s"}""", "fetch")]
    [InlineData("""{"get":"fast"}""", "duration")]
    [InlineData("""{"get":5}""", "duration")]
    public async Task A_bad_latency_is_refused_by_name(string body, string names)
    {
        await using var scene = await Scene.StartAsync();

        var answer = await scene.PostAsync("_latency", body);

        answer.Code.ShouldBe(HttpStatusCode.BadRequest);
        answer.Message!.ShouldContain(names);
    }

    [Fact]
    public async Task Calls_above_the_quota_are_refused_until_time_has_passed()
    {
        await using var scene = await Scene.StartAsync(options => options.Quota["insert"] = 2);

        (await scene.InsertAsync("j1", "SELECT 1")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.InsertAsync("j2", "SELECT 1")).Code.ShouldBe(HttpStatusCode.OK);
        var refused = await scene.InsertAsync("j3", "SELECT 1");
        (await scene.GetJobAsync("j1")).Code.ShouldBe(HttpStatusCode.OK);
        scene.Clock.Advance(TimeSpan.FromSeconds(0.5));
        (await scene.InsertAsync("j3", "SELECT 1")).Code.ShouldBe(HttpStatusCode.OK);
        (await scene.InsertAsync("j4", "SELECT 1")).Code.ShouldBe(HttpStatusCode.Forbidden);

        refused.Code.ShouldBe(HttpStatusCode.Forbidden);
        refused.Reason.ShouldBe("rateLimitExceeded");
        refused.Message.ShouldBe("Quota exceeded: Your user_method exceeded quota for concurrent api requests per user per method.");
        var book = await scene.BookAsync("j3");
        ((int)book["insertCalls"]!).ShouldBe(2);
        ((int)book["inserts"]!).ShouldBe(1);
    }

    [Theory]
    [InlineData("250ms", 250, 250)]
    [InlineData("1.5s", 1500, 1500)]
    [InlineData("2m", 120_000, 120_000)]
    [InlineData("1h", 3_600_000, 3_600_000)]
    [InlineData("3", 3000, 3000)]
    [InlineData("5ms..50ms", 5, 50)]
    public void A_duration_is_read_in_each_unit(string text, int from, int to) =>
        DurationRange.Parse(text).ShouldBe(new DurationRange(TimeSpan.FromMilliseconds(from), TimeSpan.FromMilliseconds(to)));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("5d")]
    [InlineData("-5s")]
    [InlineData("5s..1s")]
    [InlineData("1s..")]
    [InlineData("99999999h")]
    public void What_is_no_duration_is_refused(string text) => Should.Throw<FormatException>(() => DurationRange.Parse(text));
}
