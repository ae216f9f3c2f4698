using System.Globalization;
using BackendPlugins.Contracts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace BackendPlugins.Standalone.Demo;

/// <summary>Shows the demo while it runs: bars on a terminal, a line every two seconds elsewhere.</summary>
internal sealed class DemoDisplay(IAnsiConsole console, DemoProgress progress, UpstreamCalls upstream, TimeProvider time)
{
    private static readonly (JobPhase Phase, string Name, Color Color)[] Phases =
    [
        (JobPhase.Initializing, "initializing", Color.Grey),
        (JobPhase.Running, "running", Color.Blue),
        (JobPhase.Succeeded, "succeeded", Color.Green),
        (JobPhase.Failed, "failed", Color.Red),
        (JobPhase.RetryableFailed, "retryable failed", Color.Orange1),
        (JobPhase.Aborted, "aborted", Color.Purple),
    ];

    private readonly long _start = time.GetTimestamp();
    private (long At, int Accepted, int Ended, long Upstream) _last = (time.GetTimestamp(), 0, 0, 0);

    /// <summary>Shows until the work is done.</summary>
    public async Task ShowAsync(Task work, bool live)
    {
        if (!live)
        {
            while (!work.IsCompleted)
            {
                await WaitAsync(work, TimeSpan.FromSeconds(2));
                console.WriteLine(Line());
            }

            return;
        }

        await console.Live(Bars()).StartAsync(async context =>
        {
            while (!work.IsCompleted)
            {
                await WaitAsync(work, TimeSpan.FromMilliseconds(500));
                context.UpdateTarget(Bars());
            }
        });
    }

    private async Task WaitAsync(Task work, TimeSpan most)
    {
        using var stop = new CancellationTokenSource();
        await Task.WhenAny(work, Task.Delay(most, time, stop.Token));
        await stop.CancelAsync();
    }

    private string Line()
    {
        var phases = string.Join("  ", Phases.Where(phase => progress.In(phase.Phase) > 0).Select(phase => $"{phase.Name} {progress.In(phase.Phase)}"));
        return string.Create(CultureInfo.InvariantCulture, $"{time.GetElapsedTime(_start).TotalSeconds,5:0}s  accepted {progress.Accepted}/{progress.Jobs}  {phases}  {Rates()}");
    }

    private Rows Bars()
    {
        var chart = new BarChart().Width(80).WithMaxValue(progress.Jobs);
        foreach (var (phase, name, color) in Phases)
        {
            chart.AddItem(name, progress.In(phase), color);
        }

        IRenderable head = new Markup(string.Create(
            CultureInfo.InvariantCulture,
            $"[bold]{progress.Accepted}[/] of {progress.Jobs} jobs accepted, [bold]{progress.Ended}[/] ended, {time.GetElapsedTime(_start).TotalSeconds:0} s"));
        return new Rows(head, chart, new Text(Rates()));
    }

    private string Rates()
    {
        var now = (At: time.GetTimestamp(), progress.Accepted, progress.Ended, Upstream: upstream.Count);
        var seconds = Math.Max(time.GetElapsedTime(_last.At, now.At).TotalSeconds, 0.001);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{(now.Accepted - _last.Accepted) / seconds:0} accepted/s  {(now.Ended - _last.Ended) / seconds:0} ended/s  {(now.Upstream - _last.Upstream) / seconds:0} upstream calls/s");
        _last = now;
        return text;
    }
}
