using BackendPlugins.Processes;
using BackendPlugins.Standalone.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace BackendPlugins.Browser.Tests;

/// <summary>What holds of every page, and the pages that are not about one job.</summary>
public sealed class PageTests(RunningSystem system)
{
    public static TheoryData<string, string> Pages => new()
    {
        { "", "Overview" }, { "jobs", "Jobs" }, { "plugins", "Plugins" }, { "cluster", "Cluster" },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_has_its_heading_asks_nobody_else_and_complains_of_nothing(string address, string heading)
    {
        await using var open = await system.OpenAsync(address);
        await Expect(open.Find("h1")).ToHaveTextAsync(heading);
        await Expect(open.Find("nav.main a.active")).ToHaveTextAsync(heading);
        (await open.Page.TitleAsync()).ShouldBe($"{heading} – Backend Plugins");
        open.Foreign.ShouldBeEmpty();
        open.Complaints.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_fits_a_phone(string address, string heading)
    {
        await using var open = await system.OpenAsync(address, width: 390, height: 844);
        await Expect(open.Find("h1")).ToHaveTextAsync(heading);
        (await open.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_legible_in_light_and_in_dark(string address, string heading)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await using var open = await system.OpenAsync(address, scheme: scheme);
            await Expect(open.Find("h1")).ToHaveTextAsync(heading);
            var worst = await open.Page.EvaluateAsync<double>(Contrast);

            // WCAG AA for text.
            worst.ShouldBeGreaterThanOrEqualTo(4.5, $"{heading} in {scheme}");
        }
    }

    [Fact]
    public async Task The_theme_is_chosen_and_kept()
    {
        await using var open = await system.OpenAsync("");
        var light = await BackgroundAsync(open);
        await open.Find("[data-theme-toggle]").ClickAsync();
        await open.Find("[data-theme-toggle]").ClickAsync();
        var dark = await BackgroundAsync(open);
        dark.ShouldNotBe(light);

        await open.GoAsync("cluster");
        (await BackgroundAsync(open)).ShouldBe(dark);
    }

    [Fact]
    public async Task The_overview_counts_live_and_knows_its_silos()
    {
        await using var open = await system.OpenAsync("");
        await Expect(open.Find("[data-vital=silos]")).ToHaveTextAsync("1");
        await Expect(open.Find("svg.chart")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("jobs accepted"));
        var metas = await Task.WhenAll(Enumerable.Range(0, 7).Select(node => system.Flyte.CreateAsync(FlyteClient.Query("overview", node, "SELECT 1 /* sim: duration=20s */"))));

        await Expect(open.Find("[data-phase=Running]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^([7-9]|[1-9][0-9]+)$"), new LocatorAssertionsToHaveTextOptions { Timeout = 20_000 });
        await Expect(open.Find("[data-vital=p50]")).Not.ToHaveTextAsync("–");
        await Expect(open.Find("[data-vital=accepted]")).Not.ToHaveTextAsync("0");
        await Task.WhenAll(metas.Select(system.Flyte.DeleteAsync));
    }

    [Fact]
    public async Task A_plugin_tells_what_it_serves_and_plans_a_task_that_is_tried()
    {
        await using var open = await system.OpenAsync("plugins");
        await Expect(open.Find("section[aria-label=BigQuery]")).ToContainTextAsync("bigquery_query_job_task");
        await Expect(open.Find("section[aria-label=BigQuery]")).ToContainTextAsync("1 of 1 silo");
        await open.Find("button", "Plan it").ClickAsync();
        await Expect(open.Find("[role=status].good")).ToContainTextAsync("BigQuery takes it.");

        await open.Find("textarea[name=custom]").FillAsync("""{"ProjectID": ["no"]}""");
        await open.Find("button", "Plan it").ClickAsync();
        await Expect(open.Find("[role=status].bad")).ToContainTextAsync("Refused: ");
        await open.Find("textarea[name=custom]").FillAsync("{");
        await open.Find("button", "Plan it").ClickAsync();
        await Expect(open.Find("[role=status].bad")).ToContainTextAsync("Custom is no such JSON");
    }

    [Fact]
    public async Task A_task_that_is_tried_runs_as_a_job()
    {
        await using var open = await system.OpenAsync("plugins");
        await open.Find("textarea[name=statement]").FillAsync("SELECT 1 /* sim: duration=1s */");
        await open.Find("button", "Run it").ClickAsync();
        await open.Find("[data-confirm]").ClickAsync();
        await open.Find("a", "Open the job").ClickAsync();

        await Expect(open.Find(".head .phase")).ToContainTextAsync("Succeeded", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
    }

    [Fact]
    public async Task The_cluster_shows_the_silo_and_where_each_category_lives()
    {
        await using var open = await system.OpenAsync("cluster");
        await Expect(open.Find("[aria-labelledby=silos] tbody tr")).ToContainTextAsync("Active");
        await Expect(open.Find("[aria-labelledby=silos] tbody tr")).ToContainTextAsync("BigQuery");
        await Expect(open.Find("[aria-labelledby=placement]")).ToContainTextAsync("bigquery_query_job_task");
        await open.Find("a.ghost", "Orleans dashboard").ClickAsync();
        await open.Page.WaitForURLAsync("**/orleans**");
    }

    [Fact]
    public async Task Everything_is_reached_by_keyboard()
    {
        await using var open = await system.OpenAsync("jobs");
        await open.Page.Keyboard.PressAsync("/");
        await open.Page.Keyboard.TypeAsync("supply.daily");
        (await open.Page.EvaluateAsync<string>("document.activeElement.name")).ShouldBe("text");
        await open.Find("input[name=text]").FillAsync("");
        await open.Page.EvaluateAsync("document.activeElement.blur()");

        await open.Page.Keyboard.PressAsync("Tab");
        await open.Find("table.jobs tbody a").First.FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        await Expect(open.Find("[aria-labelledby=life]")).ToBeVisibleAsync();

        await open.GoAsync("jobs");
        await open.Find("table.jobs thead a", "Changed").FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        await open.AtAsync("order=-changed");
    }

    [Fact]
    public async Task A_lost_server_is_told()
    {
        using var folder = new TemporaryFolder();
        await using var service = await StandaloneInstance.StartAsync(folder.Data);
        await using var open = await OpenPage.AtAsync(system.Browser, service.Http, "jobs", 1200, 800, ColorScheme.Light);
        await Expect(open.Find(".empty h2")).ToHaveTextAsync("No jobs yet");
        await service.Program.KillAsync();

        await Expect(open.Find(".connection")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 30_000 });
    }

    [Fact]
    public async Task Behind_a_proxy_that_signs_in_nobody_else_is_let_in_and_actions_bear_names()
    {
        using var folder = new TemporaryFolder();
        await using var service = await StandaloneInstance.StartAsync(folder.Data, "--Dashboard:UserHeader", "X-Forwarded-User");
        using var http = new HttpClient { BaseAddress = service.Http };
        foreach (var path in (string[])["", "jobs", "jobs/export.csv", "orleans"])
        {
            using var refused = await http.GetAsync(new Uri(path, UriKind.Relative));
            ((int)refused.StatusCode).ShouldBe(401, path);
        }

        using var flyte = new FlyteClient(service);
        var meta = await flyte.CreateAsync(FlyteClient.Query("signed", 0, "SELECT 1 /* sim: duration=60s */"));
        var job = System.Text.Json.JsonDocument.Parse(meta.ToByteArray()).RootElement.GetProperty("job").GetString();
        var headers = new Dictionary<string, string> { ["X-Forwarded-User"] = "ada@example.org" };
        await using var open = await OpenPage.AtAsync(system.Browser, service.Http, $"jobs/{job}", 1200, 800, ColorScheme.Light, headers);
        await open.Find(".head button", "Cancel").ClickAsync();
        await open.Find("[data-confirm]").ClickAsync();

        await Expect(open.Find(".events")).ToContainTextAsync("cancelled by ada@example.org on the pages", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
    }

    // The smallest contrast of any visible text with what is behind it.
    private const string Contrast = """
        () => {
          const channel = value => (value /= 255) <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4;
          const light = ([r, g, b]) => .2126 * channel(r) + .7152 * channel(g) + .0722 * channel(b);
          const colour = text => (text.match(/[\d.]+/g) ?? []).map(Number);
          const behind = element => {
            for (let at = element; at; at = at.parentElement) {
              const back = colour(getComputedStyle(at).backgroundColor);
              if (back.length === 3 || back[3] === 1) { return back; }
            }
            return [255, 255, 255];
          };
          let worst = 21;
          const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const element = walker.currentNode.parentElement;
            const style = getComputedStyle(element);
            if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest("[aria-disabled=true], [disabled], option, .visually-hidden, svg")) { continue; }
            const [a, b] = [light(colour(style.color)), light(behind(element))];
            worst = Math.min(worst, (Math.max(a, b) + .05) / (Math.min(a, b) + .05));
          }
          return worst;
        }
        """;

    private static Task<string> BackgroundAsync(OpenPage open) => open.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
