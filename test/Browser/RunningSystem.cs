using BackendPlugins.Processes;
using BackendPlugins.Standalone.Tests;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BackendPlugins.Browser.Tests.RunningSystem))]

namespace BackendPlugins.Browser.Tests;

/// <summary>A system with 100,000 jobs, and a real browser to look at it. One for all tests.</summary>
public sealed class RunningSystem : IAsyncLifetime
{
    public const int SeededJobs = 100_000;

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly TemporaryFolder _folder = new();
    private IPlaywright? _playwright;

    public StandaloneInstance Service { get; private set; } = null!;

    public IBrowser Browser { get; private set; } = null!;

    internal FlyteClient Flyte { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder.Data);
        await using (var seed = ProgramOutput.Start(
            "Storage.Writer", "BackendPlugins.Storage.Writer", "seed", "sqlite", $"Data Source={Path.Combine(_folder.Data, "jobs.db")}", $"{SeededJobs}"))
        {
            (await seed.WaitForExitAsync(TimeSpan.FromMinutes(5))).ShouldBe(0, seed.Text);
        }

        Service = await StandaloneInstance.StartAsync(_folder.Data);
        Flyte = new FlyteClient(Service);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = Arguments,
        });
    }

    /// <summary>Opens a page, and waits until it answers to clicks.</summary>
    /// <param name="address">Relative to the root.</param>
    /// <param name="width">Of the window.</param>
    /// <param name="height">Of the window.</param>
    /// <param name="scheme">What the reader's system prefers.</param>
    internal async Task<OpenPage> OpenAsync(string address, int width = 1440, int height = 900, ColorScheme scheme = ColorScheme.Light) =>
        await OpenPage.AtAsync(Browser, Service.Http, address, width, height, scheme);

    public async ValueTask DisposeAsync()
    {
        if (Browser is { } browser)
        {
            await browser.DisposeAsync();
        }

        _playwright?.Dispose();
        Flyte?.Dispose();
        if (Service is { } service)
        {
            await service.DisposeAsync();
        }

        _folder.Dispose();
    }
}
