using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using BackendPlugins.Simulators.BigQuery.Books;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class JournalTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.journal");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_restarted_simulator_knows_its_jobs_with_their_times_and_books()
    {
        SimulatorBooks before;
        string job;
        var clock = new FakeTimeProvider(Scene.Start);
        await using (var scene = await StartAsync(clock))
        {
            await scene.InsertAsync("plain", "SELECT 'ü' /* sim: pending=1s duration=1h */");
            await scene.InsertAsync("plain", "SELECT 1");
            await scene.InsertAsync("lot", "SELECT 1");
            await scene.InsertAsync("refused", "SELECT 1 /* sim: insert-error=invalidQuery */");
            await scene.InsertAsync("script", "SELECT 1; SELECT 2", "EU");
            await scene.InsertAsync("cancelled", "SELECT 1 /* sim: duration=1h */");
            await scene.InsertAsync(null, "SELECT 1");
            await scene.CancelAsync("cancelled");
            scene.Clock.Advance(TimeSpan.FromSeconds(30));
            before = scene.Simulator.ReadBooks();
            job = (await scene.GetJobAsync("plain")).Json["statistics"]!.ToJsonString() + (await scene.GetJobAsync("plain")).Json["configuration"]!.ToJsonString();
        }

        await using var restarted = await StartAsync(clock);
        var after = restarted.Simulator.ReadBooks();
        var again = await restarted.GetJobAsync("plain");

        after.Jobs.Select(Text).ShouldBe(before.Jobs.Select(Text));
        after.Jobs.Single(book => book.JobId == "cancelled").ErrorReason.ShouldBe("stopped");
        (again.Json["statistics"]!.ToJsonString() + again.Json["configuration"]!.ToJsonString()).ShouldBe(job);
        after.Calls["insert"].ShouldBe(7);
        after.Calls["cancel"].ShouldBe(1);
        (await restarted.InsertAsync("plain", "SELECT 1")).Code.ShouldBe(HttpStatusCode.Conflict);
        (await restarted.ListIdsAsync("parentJobId=script")).Count.ShouldBe(2);
        (await restarted.ListIdsAsync()).Count.ShouldBe(5);
        ((string?)(await restarted.InsertAsync(null, "SELECT 1")).Json["jobReference"]!["jobId"]).ShouldNotBe(before.Jobs[^1].JobId);

        static string Text(JobBook book) => JsonSerializer.Serialize(book with { Gets = 0 });
    }

    [Fact]
    public async Task A_late_commit_happens_also_when_the_simulator_was_restarted_between()
    {
        var clock = new FakeTimeProvider(Scene.Start);
        await using (var scene = await StartAsync(clock))
        {
            await scene.PostAsync("_faults", """[{"method":"insert","mode":"commit-late","seconds":10}]""");
            await scene.InsertAsync("j1", "SELECT 1");
        }

        clock.Advance(TimeSpan.FromSeconds(15));
        await using var restarted = await StartAsync(clock);

        ((string?)(await restarted.GetJobAsync("j1")).Json["statistics"]!["creationTime"]).ShouldBe($"{Scene.Start.AddSeconds(10).ToUnixTimeMilliseconds()}");
    }

    [Fact]
    public async Task A_deleted_job_stays_deleted()
    {
        await using (var scene = await StartAsync())
        {
            await scene.InsertAsync("j1", "SELECT 1 /* sim: pending=0s duration=0s */");
            await scene.SendAsync(HttpMethod.Delete, "projects/acme/jobs/j1/delete?location=US");
        }

        await using var restarted = await StartAsync();

        (await restarted.GetJobAsync("j1")).Code.ShouldBe(HttpStatusCode.NotFound);
        restarted.Simulator.FindBooks("j1").ShouldHaveSingleItem().Inserts.ShouldBe(1);
    }

    [Fact]
    public async Task A_torn_last_line_is_cut_off_and_the_next_line_is_whole()
    {
        await using (var scene = await StartAsync())
        {
            await scene.InsertAsync("j1", "SELECT 1");
        }

        await File.AppendAllTextAsync(_path, """{"event":"insert","at":17""", TestContext.Current.CancellationToken);
        await using (var scene = await StartAsync())
        {
            scene.Simulator.ReadBooks().Jobs.ShouldHaveSingleItem();
            await scene.InsertAsync("j2", "SELECT 1");
        }

        await using var restarted = await StartAsync();
        (await restarted.ListIdsAsync()).ShouldBe(["j2", "j1"]);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("null")]
    [InlineData("""{"event":"insert","at":1,"projectId":"p","location":"US","jobId":"j"}""")]
    [InlineData("""{"event":"fly","at":1,"projectId":"p","location":"US","jobId":"j"}""")]
    public async Task A_broken_line_before_the_last_is_told_by_its_number(string line)
    {
        await using (var scene = await StartAsync())
        {
            await scene.InsertAsync("j1", "SELECT 1");
        }

        await File.AppendAllTextAsync(_path, line + "\n", TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<InvalidDataException>(() => StartAsync())).Message.ShouldContain("Line 2");
    }

    [Fact]
    public async Task Every_insert_is_in_the_file_when_it_is_answered()
    {
        await using var scene = await StartAsync();
        await scene.InsertAsync("j1", "SELECT 1");

        // Past the simulator's lock on the file, as another program would read it.
        using var cat = Process.Start(new ProcessStartInfo("cat", _path) { RedirectStandardOutput = true })!;
        var text = await cat.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);

        text.ShouldEndWith("\n");
        text.ShouldContain("\"event\":\"insert\"");
        text.ShouldContain("\"jobId\":\"j1\"");
    }

    [Fact]
    public async Task Deleting_the_books_empties_the_journal()
    {
        await using (var scene = await StartAsync())
        {
            await scene.InsertAsync("old", "SELECT 1");
            await scene.SendAsync(HttpMethod.Delete, "_books");
            await scene.InsertAsync("new", "SELECT 1");
        }

        await using var restarted = await StartAsync();

        (await restarted.ListIdsAsync()).ShouldBe(["new"]);
    }

    [Fact]
    public async Task Two_simulators_cannot_share_a_journal()
    {
        await using var scene = await StartAsync();

        await Should.ThrowAsync<IOException>(() => StartAsync());
    }

    [Fact]
    public async Task A_long_journal_is_read_across_its_buffers()
    {
        var query = $"SELECT '{new string('x', 50_000)}'";
        await using (var scene = await StartAsync())
        {
            for (var number = 0; number < 20; number++)
            {
                await scene.InsertAsync($"j{number}", query);
            }
        }

        await using var restarted = await StartAsync();

        restarted.Simulator.ReadBooks().Jobs.Count.ShouldBe(20);
        restarted.Simulator.ReadBooks().Jobs.ShouldAllBe(book => Encoding.UTF8.GetByteCount(book.Query!) == query.Length);
    }

    private Task<Scene> StartAsync(FakeTimeProvider? clock = null) => Scene.StartAsync(options => options.Journal = _path, clock);
}
