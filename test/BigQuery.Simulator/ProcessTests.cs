using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using BackendPlugins.Simulators.BigQuery.Books;

namespace BackendPlugins.Simulators.BigQuery.Tests;

public sealed class ProcessTests : IDisposable
{
    private readonly string _journal = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.journal");

    public void Dispose() => File.Delete(_journal);

    [Fact]
    public async Task Killed_in_the_midst_of_inserts_it_comes_back_with_every_job_it_had_answered()
    {
        var answered = new ConcurrentBag<string>();
        using (var process = await SimulatorProcess.StartAsync("--port", "0", "--journal", _journal))
        {
            var inserting = Enumerable.Range(0, 4).Select(async writer =>
            {
                for (var number = 0; ; number++)
                {
                    try
                    {
                        using var answer = await process.InsertAsync($"w{writer}-{number}");
                        answer.EnsureSuccessStatusCode();
                        answered.Add($"w{writer}-{number}");
                    }
                    catch (HttpRequestException)
                    {
                        return;
                    }
                }
            }).ToList();
            await Deadline.UntilAsync(() => answered.Count >= 300);
            await process.KillAsync();
            await Task.WhenAll(inserting);
        }

        using var restarted = await SimulatorProcess.StartAsync("--port", "0", "--journal", _journal);
        var books = (await restarted.Client.GetFromJsonAsync<SimulatorBooks>("_books", TestContext.Current.CancellationToken))!;

        var known = books.Jobs.ToDictionary(book => book.JobId);
        answered.ShouldAllBe(jobId => known.ContainsKey(jobId));
        books.Jobs.ShouldAllBe(book => book.Inserts == 1 && book.State != null);
        (await restarted.InsertAsync(answered.First())).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task It_stops_cleanly_when_told_even_with_a_call_that_hangs()
    {
        using var process = await SimulatorProcess.StartAsync("--port=0", "--latency:get", "1h");
        var hanging = process.Client.GetAsync("projects/acme/jobs/j1", TestContext.Current.CancellationToken);
        await Deadline.UntilAsync(async () => await GetCallsAsync(process) == 1);

        (await process.TerminateAsync()).ShouldBe(0);

        await Should.ThrowAsync<HttpRequestException>(hanging);
    }

    [Fact]
    public async Task Switches_stand_alone_or_with_a_value()
    {
        using var strict = await SimulatorProcess.StartAsync("--require-auth", "--port", "0", "--clock-speed", "3600", "--require-datasets");
        using var open = await SimulatorProcess.StartAsync("--port", "0", "--require-auth", "false", "--clock-speed", "36000");

        (await strict.InsertAsync("j1")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await open.InsertAsync("j1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Deadline.UntilAsync(async () => (await open.Client.GetFromJsonAsync<JobBook>("_books/j1"))!.State == "DONE");
    }

    [Theory]
    [InlineData("needs a value", "--port")]
    [InlineData("Port", "--port", "many")]
    [InlineData("Port", "--port", "70000")]
    [InlineData("--prot", "--prot", "9050")]
    [InlineData("Listen", "--listen", "localhost")]
    [InlineData("no duration", "--latency", "fast")]
    [InlineData("fetch", "--latency:fetch", "1s")]
    [InlineData("Quota", "--quota", "0")]
    [InlineData("FailRate", "--fail-rate", "1.5")]
    [InlineData("no duration", "--latency", "5ms@p99=1ms")]
    [InlineData("RequireAuth", "--require-auth", "perhaps")]
    [InlineData("/no/such/key.pem", "--service-account-key:a@b.c", "/no/such/key.pem")]
    [InlineData("ClockSpeed", "--clock-speed", "0")]
    [InlineData("TokenLife", "--token-life", "-1:00:00")]
    [InlineData("/no/such/folder", "--journal", "/no/such/folder/journal")]
    public async Task A_bad_option_is_one_clear_line_and_exit_code_1(string names, params string[] args)
    {
        var (exitCode, output, errors) = await SimulatorProcess.RunAsync(args);

        exitCode.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldContain(names);
        errors.TrimEnd().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_line_and_exit_code_1()
    {
        await using var scene = await Scene.StartAsync();

        var (exitCode, _, errors) = await SimulatorProcess.RunAsync("--port", scene.Simulator.Endpoint.Port.ToString(CultureInfo.InvariantCulture));

        exitCode.ShouldBe(1);
        errors.ShouldContain("address already in use");
        errors.TrimEnd().Split('\n').Length.ShouldBe(1);
    }

    [Fact]
    public async Task Help_lists_the_options()
    {
        var (exitCode, output, _) = await SimulatorProcess.RunAsync("--help");

        exitCode.ShouldBe(0);
        output.ShouldContain("--journal FILE");
    }

    [Fact]
    public async Task Bad_options_of_an_embedded_simulator_are_thrown()
    {
        var failure = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => Scene.StartAsync(options => options.FailRate = -1));

        failure.Message.ShouldContain("FailRate");
    }

    private static async Task<long> GetCallsAsync(SimulatorProcess process) =>
        (await process.Client.GetFromJsonAsync<SimulatorBooks>("_books"))!.Calls["get"];
}
