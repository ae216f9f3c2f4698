using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace BackendPlugins.Browser.Tests;

/// <summary>A page in a window of its own, with all that it asked for and complained about.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly ConcurrentQueue<string> _foreign = new();

    private OpenPage(IBrowserContext context, IPage page, Uri root)
    {
        _context = context;
        Page = page;
        page.SetDefaultTimeout(30_000);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Request += (_, request) =>
        {
            var asked = new Uri(request.Url);
            if (asked.Scheme is not ("data" or "blob" or "about") && (asked.Host != root.Host || asked.Port != root.Port))
            {
                _foreign.Enqueue(request.Url);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Errors in the browser's console.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Requests to anybody but the service.</summary>
    public IReadOnlyCollection<string> Foreign => _foreign;

    public static async Task<OpenPage> AtAsync(
        IBrowser browser, Uri root, string address, int width, int height, ColorScheme scheme, IReadOnlyDictionary<string, string>? headers = null)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = root.AbsoluteUri,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            AcceptDownloads = true,
            ExtraHTTPHeaders = headers,
        });
        var open = new OpenPage(context, await context.NewPageAsync(), root);
        await open.GoAsync(address);
        return open;
    }

    /// <summary>Loads an address, and waits until the page answers to clicks.</summary>
    public async Task GoAsync(string address)
    {
        await Page.GotoAsync(address);
        await InteractiveAsync();
    }

    public Task InteractiveAsync() => Page.Locator("main[data-interactive]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });

    public ILocator Find(string selector, string? text = null) => Page.Locator(selector, new PageLocatorOptions { HasText = text });

    /// <summary>Waits until the address ends so.</summary>
    public Task AtAsync(string ending) => Page.WaitForURLAsync(url => Uri.UnescapeDataString(url).EndsWith(ending, StringComparison.Ordinal));

    // A browser that hangs is a failure with a name.
    public async ValueTask DisposeAsync() => await _context.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
