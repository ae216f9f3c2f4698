using System.Diagnostics;
using BackendPlugins.Grains.Watch;

namespace BackendPlugins.Grains;

/// <summary>What operators and traces are told of a job while it is watched.</summary>
internal sealed partial class JobGrain
{
    private static readonly ActivitySource Spans = new(JobMetrics.MeterName);

    private WatchedJob? _watched;
    private SpanOrigins? _origins;

    private void BeginWatch() => _watched = services.Watch.Add(_job!, _snapshot!, NextTickAt!.Value);

    private void EndWatch()
    {
        if (_watched is { } watched)
        {
            services.Watch.Remove(watched);
            _watched = null;
        }
    }

    private void Expect(DateTimeOffset at)
    {
        NextTickAt = at;
        _watched?.Expect(at);
    }

    /// <summary>Notes which trace asked for the submit or the cancel: the work is done by a timer, which has none.</summary>
    private void RememberOrigin(bool cancel = false)
    {
        if (Activity.Current is not { Recorded: true, Context: var context })
        {
            return;
        }

        _origins ??= new SpanOrigins();
        if (cancel)
        {
            _origins.Cancel = context;
        }
        else
        {
            _origins.Create = context;
        }
    }

    /// <summary>The span around a question to the service: of the trace that asked for it; a look-up, that nobody asked for, begins one of its own.</summary>
    private Activity? BeginSpan(string what)
    {
        if (!Spans.HasListeners())
        {
            return null;
        }

        var asked = what switch
        {
            "submit" => _origins?.Create ?? default,
            "cancel" => _origins?.Cancel ?? default,
            _ => default,
        };
        ActivityLink[] links = asked == default && _origins?.Create is { } create && create != default ? [new ActivityLink(create)] : [];
        var span = Spans.StartActivity($"job {what}", ActivityKind.Internal, asked, links: links);
        span?.SetTag("backend_plugin.job", Key);
        span?.SetTag("backend_plugin.plugin", _job?.Plugin);
        return span;
    }

    private sealed class SpanOrigins
    {
        public ActivityContext Create { get; set; }

        public ActivityContext Cancel { get; set; }
    }
}
