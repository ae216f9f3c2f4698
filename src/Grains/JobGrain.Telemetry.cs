using System.Diagnostics;
using BackendPlugins.Grains.Rest;

namespace BackendPlugins.Grains;

/// <summary>What operators and traces are told of a job while it is watched.</summary>
internal sealed partial class JobGrain
{
    private static readonly ActivitySource Spans = new(JobMetrics.MeterName);

    /// <summary>Notes which trace asked for the submit or the cancel: the work is done by a timer, which has none.</summary>
    private void RememberOrigin(bool cancel = false)
    {
        if (Activity.Current is not { Recorded: true, Context: var context })
        {
            return;
        }

        var origins = Unrest.Origins ??= new SpanOrigins();
        if (cancel)
        {
            origins.Cancel = context;
        }
        else
        {
            origins.Create = context;
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
            "submit" => _unrest?.Origins?.Create ?? default,
            "cancel" => _unrest?.Origins?.Cancel ?? default,
            _ => default,
        };
        ActivityLink[] links = asked == default && _unrest?.Origins?.Create is { } create && create != default ? [new ActivityLink(create)] : [];
        var span = Spans.StartActivity($"job {what}", ActivityKind.Internal, asked, links: links);
        span?.SetTag("backend_plugin.job", Key);
        span?.SetTag("backend_plugin.plugin", _job?.Plugin);
        return span;
    }
}
