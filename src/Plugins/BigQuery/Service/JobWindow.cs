using System.Globalization;

namespace BackendPlugins.BigQuery;

/// <summary>Which jobs a listing tells.</summary>
internal enum JobStates
{
    /// <summary>All of them.</summary>
    Any,

    /// <summary>Waiting or running.</summary>
    Live,

    /// <summary>Done.</summary>
    Ended,
}

/// <summary>The jobs of some states that were created within a span of time.</summary>
/// <param name="States">Their states.</param>
/// <param name="From">The earliest creation, in epoch milliseconds, included; null for none.</param>
/// <param name="To">The latest, included; null for none.</param>
internal sealed record JobWindow(JobStates States, long? From, long? To)
{
    /// <summary>The query parameters, with a closing ampersand unless there are none.</summary>
    public string ToQuery()
    {
        var states = States switch
        {
            JobStates.Live => "stateFilter=pending&stateFilter=running&",
            JobStates.Ended => "stateFilter=done&",
            _ => "",
        };
        return states + Bound("minCreationTime", From) + Bound("maxCreationTime", To);
    }

    private static string Bound(string name, long? value) =>
        value is { } bound ? string.Create(CultureInfo.InvariantCulture, $"{name}={bound}&") : "";
}
