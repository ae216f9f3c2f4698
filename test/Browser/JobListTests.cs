using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BackendPlugins.Browser.Tests;

/// <summary>The job list among 100,000 jobs.</summary>
public sealed class JobListTests(RunningSystem system)
{
    [Fact]
    public async Task The_first_page_shows_the_newest_and_counts_all()
    {
        await using var open = await system.OpenAsync("jobs");

        await Expect(open.Find("table.jobs tbody tr")).ToHaveCountAsync(50);
        (await CountAsync(open.Find(".chip").First)).ShouldBeGreaterThanOrEqualTo(RunningSystem.SeededJobs);
        open.Complaints.ShouldBeEmpty();
        open.Foreign.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("select[name=plugin]", "BigQuery", "plugin=BigQuery", "td:nth-child(4)", "BigQuery")]
    [InlineData("input[name=project]", "pricing", "project=pricing", "td:nth-child(3)", "pricing/")]
    [InlineData("input[name=domain]", "staging", "domain=staging", "td:nth-child(3)", "/staging")]
    [InlineData("input[name=text]", "RATE LIMITS", "text=RATE LIMITS", "td.message", "Exceeded rate limits")]
    public async Task A_filter_goes_into_the_address_and_keeps_only_what_it_says(string field, string value, string address, string cell, string shown)
    {
        await using var open = await system.OpenAsync("jobs");
        var before = await CountAsync(open.Find(".chip").First);
        var input = open.Find(field);
        if (field.StartsWith("select", StringComparison.Ordinal))
        {
            await input.SelectOptionAsync(value);
        }
        else
        {
            await input.FillAsync(value);
            await input.PressAsync("Enter");
        }

        await open.AtAsync(address);
        await Expect(open.Find($"table.jobs tbody {cell}").First).ToContainTextAsync(shown);
        (await open.Find($"table.jobs tbody {cell}").AllTextContentsAsync()).ShouldAllBe(text => text.Contains(shown));
        if (value != "BigQuery")
        {
            await Expect(open.Find(".chip b").First).Not.ToHaveTextAsync($"{before:N0}");
        }

        // The same address shows the same to whom it is sent.
        await using var other = await system.OpenAsync(new Uri(open.Page.Url).PathAndQuery.TrimStart('/'));
        await Expect(other.Find($"table.jobs tbody {cell}").First).ToContainTextAsync(shown);
        await Expect(other.Find(field)).ToHaveValueAsync(value);
    }

    [Fact]
    public async Task Execution_external_id_and_time_narrow_to_what_they_name()
    {
        await using var open = await system.OpenAsync("jobs?project=risk");
        var row = open.Find("table.jobs tbody tr").First;
        var name = (await row.Locator("th a").TextContentAsync())!.Split('/')[0];
        var external = (await row.Locator("td.wide").GetAttributeAsync("title"))!;

        await open.GoAsync($"jobs?execution={name}");
        (await open.Find("table.jobs tbody th a").AllTextContentsAsync()).ShouldAllBe(text => text.StartsWith(name));
        await open.GoAsync($"jobs?external_id={external}");
        await Expect(open.Find("table.jobs tbody tr")).ToHaveCountAsync(1);
        await open.GoAsync("jobs");
        await open.Find("select[name=since]").SelectOptionAsync("1h");
        await open.AtAsync("since=1h");
        await Expect(open.Find("table.jobs tbody tr").First).ToBeVisibleAsync();
        await Expect(open.Find(".pager")).Not.ToContainTextAsync("100,0");
    }

    [Fact]
    public async Task Phases_are_a_click_and_the_way_back_works()
    {
        await using var open = await system.OpenAsync("jobs");
        await open.Find(".chip.failed").ClickAsync();
        await open.AtAsync("phase=Failed");
        await Expect(open.Find("table.jobs tbody tr .phase.failed")).ToHaveCountAsync(50);
        await Expect(open.Find(".chip.failed")).ToHaveAttributeAsync("aria-current", "true");

        await open.Page.GoBackAsync();
        await Expect(open.Find("table.jobs tbody .phase.succeeded").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_and_back()
    {
        await using var open = await system.OpenAsync("jobs?project=growth&limit=25");
        var first = await open.Find("table.jobs tbody th a").AllTextContentsAsync();
        await open.Find("a[rel=next]").ClickAsync();
        await Expect(open.Find("table.jobs tbody th a").First).Not.ToHaveTextAsync(first[0]);
        var second = await open.Find("table.jobs tbody th a").AllTextContentsAsync();
        await open.Find("a[rel=next]").ClickAsync();
        await Expect(open.Find("table.jobs tbody th a").First).Not.ToHaveTextAsync(second[0]);
        var third = await open.Find("table.jobs tbody th a").AllTextContentsAsync();

        first.Concat(second).Concat(third).Distinct().Count().ShouldBe(75);
        await open.Find("a[rel=prev]").ClickAsync();
        await Expect(open.Find("table.jobs tbody th a").First).ToHaveTextAsync(second[0]);
        await open.Find("a[rel=prev]").ClickAsync();
        await Expect(open.Find("table.jobs tbody th a").First).ToHaveTextAsync(first[0]);
    }

    [Theory]
    [InlineData("Execution", "order=execution", 1)]
    [InlineData("Project", "order=project", 2)]
    public async Task A_heading_orders_all_jobs_and_turns_around(string heading, string address, int column)
    {
        await using var open = await system.OpenAsync("jobs");
        await open.Find("table.jobs thead a", heading).ClickAsync();
        await open.AtAsync(address);
        await Expect(open.Find($"table.jobs thead th:nth-child({column + 1})")).ToHaveAttributeAsync("aria-sort", "ascending");
        var cells = await open.Find($"table.jobs tbody tr > *:nth-child({column + 1})").AllTextContentsAsync();
        cells.Select(Key).ShouldBe(cells.Select(Key).Order(StringComparer.Ordinal));

        await open.Find("table.jobs thead a", heading).ClickAsync();
        await open.AtAsync(address.Replace("=", "=-", StringComparison.Ordinal));
        await Expect(open.Find($"table.jobs thead th:nth-child({column + 1})")).ToHaveAttributeAsync("aria-sort", "descending");

        // A dash stands for a task without one.
        static string Key(string text) => text.Split('/')[0].Trim().Trim('–');
    }

    [Fact]
    public async Task Exports_have_every_job_of_the_list()
    {
        await using var open = await system.OpenAsync("jobs?phase=Aborted");
        var expected = await CountAsync(open.Find(".chip.aborted"));
        var csv = await DownloadAsync(open, "CSV");
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(expected + 1);
        csv.ShouldStartWith("key,plugin,stage,phase,project,");

        using var json = JsonDocument.Parse(await DownloadAsync(open, "JSON"));
        json.RootElement.GetArrayLength().ShouldBe(expected);
        json.RootElement.EnumerateArray().ShouldAllBe(job => job.GetProperty("phase").GetString() == "Aborted");
    }

    [Fact]
    public async Task A_new_job_appears_by_itself()
    {
        await using var open = await system.OpenAsync("jobs");
        await system.Flyte.CreateAsync(Standalone.Tests.FlyteClient.Query("livelist", 0, "SELECT 1 /* sim: duration=2s */"));

        await Expect(open.Find("table.jobs tbody")).ToContainTextAsync("livelist/n0", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
    }

    [Fact]
    public async Task A_filter_without_jobs_says_so_and_offers_to_drop_it()
    {
        await using var open = await system.OpenAsync("jobs?project=nobody");
        await Expect(open.Find(".empty h2")).ToHaveTextAsync("No job matches this filter");
        await open.Find(".empty a").ClickAsync();
        await Expect(open.Find("table.jobs tbody tr")).ToHaveCountAsync(50);
    }

    [Fact]
    public async Task An_address_that_cannot_be_read_is_named()
    {
        await using var open = await system.OpenAsync("jobs?phase=Done");
        await Expect(open.Find(".problem")).ToContainTextAsync("The parameter phase must be one of");
    }

    private static async Task<int> CountAsync(ILocator chip)
    {
        await Expect(chip.Locator("b")).Not.ToHaveTextAsync("");
        return int.Parse((await chip.Locator("b").TextContentAsync())!, System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<string> DownloadAsync(OpenPage open, string name)
    {
        var download = await open.Page.RunAndWaitForDownloadAsync(() => open.Find("a[download]", name).ClickAsync());
        return await File.ReadAllTextAsync((await download.PathAsync())!);
    }
}
