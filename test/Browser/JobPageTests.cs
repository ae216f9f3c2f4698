using System.Text.Json;
using BackendPlugins.Standalone.Tests;
using Google.Protobuf;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BackendPlugins.Browser.Tests;

/// <summary>The page of a job, and what can be done there.</summary>
public sealed class JobPageTests(RunningSystem system)
{
    private static readonly LocatorAssertionsToContainTextOptions Patient = new() { Timeout = 30_000 };

    [Fact]
    public async Task A_job_is_followed_live_until_it_ends()
    {
        var (address, _) = await CreateAsync("live", "SELECT 1 /* sim: duration=4s */");
        await using var open = await system.OpenAsync(address);
        await Expect(open.Find("h1")).ToContainTextAsync("live/n0");
        await Expect(open.Find(".head .phase")).ToContainTextAsync("Succeeded", Patient);

        await Expect(open.Find(".life")).ToContainTextAsync("Running");
        await Expect(open.Find(".events li").First).ToContainTextAsync("accepted");
        await Expect(open.Find("[data-evidence]")).ToContainTextAsync("\"phase\": \"Succeeded\"");
        await Expect(open.Find("dl[aria-label='Figures of the service']")).ToContainTextAsync("totalBytesBilled");
        await Expect(open.Find("a[target=_blank]")).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("^https://console.cloud.google.com/"));
        await Expect(open.Find(".head button")).ToHaveCountAsync(0);
        open.Complaints.ShouldBeEmpty();
        open.Foreign.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_Flyte_asked_shows_neither_input_values_nor_secrets()
    {
        var task = FlyteClient.Query("redacted", 0, "SELECT 1 /* sim: duration=1s */");
        task = task with
        {
            Inputs = new Dictionary<string, Literal> { ["who"] = new StringLiteral("somebody-private") },
            Template = task.Template with
            {
                Inputs = new Dictionary<string, LiteralType> { ["who"] = new SimpleLiteralType(SimpleType.String) },
                Custom = JsonSerializer.SerializeToElement(new { ProjectID = "tests", Location = "US", apiKey = "hunter2" }),
            },
        };
        var (address, _) = await CreateAsync(task);
        await using var open = await system.OpenAsync(address);

        await Expect(open.Find("[aria-labelledby=asked]")).ToContainTextAsync("are not kept any longer");
        var text = await open.Page.ContentAsync();
        text.ShouldNotContain("somebody-private");
        text.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task Poll_now_is_confirmed_done_and_told()
    {
        var (address, _) = await CreateAsync("pollnow", "SELECT 1 /* sim: duration=60s */");
        await using var open = await system.OpenAsync(address);
        await open.Find(".head button", "Poll now").ClickAsync();
        await Expect(open.Find(".mud-dialog")).ToContainTextAsync("Ask the service now?");
        await open.Find("[data-confirm]").ClickAsync();

        await Expect(open.Find(".mud-snackbar")).ToContainTextAsync("The service is asked now.", Patient);
        await Expect(open.Find(".mud-dialog")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_cancel_needs_a_confirmation_and_leaves_its_reason_in_the_history()
    {
        var (address, meta) = await CreateAsync("cancelled", "SELECT 1 /* sim: duration=120s */");
        await using var open = await system.OpenAsync(address);
        await open.Find(".head button", "Cancel").ClickAsync();
        await Expect(open.Find(".mud-dialog input")).ToBeFocusedAsync();
        await open.Page.Keyboard.PressAsync("Escape");
        await Expect(open.Find(".mud-dialog")).ToHaveCountAsync(0);
        (await system.Flyte.GetAsync(meta)).Phase.ShouldNotBe(Flyte.V1.Core.TaskExecution.Types.Phase.Aborted);

        await open.Find(".head button", "Cancel").ClickAsync();
        await open.Find(".mud-dialog input").FillAsync("wrong table");
        await open.Find("[data-confirm]").ClickAsync();

        await Expect(open.Find(".head .phase")).ToContainTextAsync("Aborted", Patient);
        await Expect(open.Find(".events")).ToContainTextAsync("cancelled by an operator on the pages: wrong table");
        (await system.Flyte.GetAsync(meta)).Phase.ShouldBe(Flyte.V1.Core.TaskExecution.Types.Phase.Aborted);
    }

    [Fact]
    public async Task An_external_id_is_adopted_in_the_jobs_place()
    {
        var (other, _) = await CreateAsync("found", "SELECT 1 /* sim: duration=2s */");
        var (address, _) = await CreateAsync("lost", "SELECT 1 /* sim: duration=300s */");
        await using var found = await system.OpenAsync(other);
        var external = (await found.Find("[aria-labelledby=service] dd .code").First.TextContentAsync())!.Trim();
        await using var open = await system.OpenAsync(address);
        await Expect(open.Find(".head .phase")).ToContainTextAsync("Running", Patient);
        await open.Find(".head button", "Adopt").ClickAsync();
        await open.Find(".mud-dialog input").FillAsync(external);
        await open.Find("[data-confirm]").ClickAsync();

        await Expect(open.Find(".head .phase")).ToContainTextAsync("Succeeded", Patient);
        await Expect(open.Find("[aria-labelledby=service]")).ToContainTextAsync(external);
        await Expect(open.Find(".events")).ToContainTextAsync($"an operator says that it is {external} at the service");
    }

    [Fact]
    public async Task Earlier_attempts_are_a_click_away()
    {
        var first = FlyteClient.Query("family", 0, "SELECT 1 /* sim: duration=60s */");
        await system.Flyte.CreateAsync(first);
        var second = first with
        {
            OutputPrefix = "s3://flyte/family/n0/data/1",
            Execution = first.Execution with { Id = first.Execution.Id! with { RetryAttempt = 1 } },
        };
        var (address, _) = await CreateAsync(second);
        await using var open = await system.OpenAsync(address);
        var family = open.Find("[aria-labelledby=identity] dd", "(this one)");
        await Expect(family).ToContainTextAsync("#1 (this one)");
        await family.Locator("a").First.ClickAsync();

        await Expect(open.Find("h1")).ToContainTextAsync("family/n0 #0");
        await Expect(open.Find(".events")).ToContainTextAsync("superseded by attempt 1", Patient);
    }

    [Fact]
    public async Task A_job_can_be_taken_along_as_a_file()
    {
        var (address, _) = await CreateAsync("export", "SELECT 1 /* sim: duration=1s */");
        await using var open = await system.OpenAsync(address);
        var download = await open.Page.RunAndWaitForDownloadAsync(() => open.Find(".head a[download]").ClickAsync());

        using var json = JsonDocument.Parse(await File.ReadAllTextAsync((await download.PathAsync())!));
        json.RootElement.GetProperty("asked").GetProperty("execution").GetString().ShouldBe("export");
        json.RootElement.GetProperty("details").GetProperty("history").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_unknown_job_is_a_page_of_its_own()
    {
        await using var open = await system.OpenAsync($"jobs/bigquery_query_job_task/{new string('q', 26)}");
        await Expect(open.Find(".problem")).ToContainTextAsync("No such job");
    }

    private Task<(string Address, ByteString Meta)> CreateAsync(string execution, string statement) => CreateAsync(FlyteClient.Query(execution, 0, statement));

    private async Task<(string Address, ByteString Meta)> CreateAsync(TaskRequest task)
    {
        var meta = await system.Flyte.CreateAsync(task);
        return ($"jobs/{JsonDocument.Parse(meta.ToByteArray()).RootElement.GetProperty("job").GetString()}", meta);
    }
}
