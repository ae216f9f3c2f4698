using System.Globalization;
using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Output;

namespace BackendPlugins.Cli.Watching;

/// <summary>A line per change, for output that is no terminal.</summary>
internal sealed class PlainWatchView(Screen screen, TimeProvider time) : IWatchView
{
    public async Task<TaskReport> ShowAsync(string name, IAsyncEnumerable<WatchMoment> moments)
    {
        WatchMoment? shown = null;
        await foreach (var moment in moments)
        {
            if (shown is null || !SameWords(shown, moment))
            {
                var now = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                screen.Line($"{now} {moment.Report.Phase.FlyteName()} {moment.Trouble ?? moment.Report.Message}".TrimEnd());
            }

            shown = moment;
        }

        var end = shown?.Report ?? throw new InvalidOperationException("A watch has at least one moment.");
        ReportText.WriteDetails(screen, end);
        return end;
    }

    private static bool SameWords(WatchMoment left, WatchMoment right) =>
        left.Report.Phase == right.Report.Phase && left.Report.Message == right.Report.Message && left.Trouble == right.Trouble;
}
