using System.Globalization;
using BackendPlugins.Contracts;
using BackendPlugins.Dashboard.Frame;
using Microsoft.AspNetCore.Http.Extensions;

namespace BackendPlugins.Dashboard.Listing;

/// <summary>Addresses of the job list. Those made from a query keep everything of it that they do not change.</summary>
internal static class JobListLinks
{
    // An address must fit into a request line; from a page deeper than this, "newer" ends at the first page sooner.
    private const int LongestTrail = 20;

    /// <summary>The list that a query describes.</summary>
    /// <param name="root">The application's path base.</param>
    /// <param name="query">The query.</param>
    public static string To(string root, JobListQuery query)
    {
        var builder = new QueryBuilder();
        foreach (var phase in query.Phases)
        {
            builder.Add(JobListParameters.Phase, phase.ToString());
        }

        Add(builder, JobListParameters.Plugin, query.Plugin);
        Add(builder, JobListParameters.Project, query.Project);
        Add(builder, JobListParameters.Domain, query.Domain);
        Add(builder, JobListParameters.Execution, query.Execution);
        Add(builder, JobListParameters.Node, query.Node);
        Add(builder, JobListParameters.ExternalId, query.ExternalId);
        Add(builder, JobListParameters.Key, query.Key);
        Add(builder, JobListParameters.Limit, query.Limit == JobListQuery.DefaultLimit ? null : Number(query.Limit));
        Add(builder, RefreshParameter.Name, query.Refresh is { } seconds ? Number(seconds) : null);
        Add(builder, JobListParameters.Cursor, query.Cursor);
        foreach (var cursor in query.Trail)
        {
            builder.Add(JobListParameters.Trail, cursor);
        }

        return $"{root}/{builder.ToQueryString()}";
    }

    /// <summary>The first page of jobs in one phase, or in any.</summary>
    /// <param name="query">The page that the reader sees.</param>
    /// <param name="phase">The phase; null for any.</param>
    public static JobListQuery InPhase(JobListQuery query, JobPhase? phase) =>
        Newest(query) with { Phases = phase is { } one ? [one] : [] };

    /// <summary>The first page.</summary>
    /// <param name="query">The page that the reader sees.</param>
    public static JobListQuery Newest(JobListQuery query) => query with { Cursor = null, Trail = [] };

    /// <summary>The page after this one.</summary>
    /// <param name="query">The page that the reader sees.</param>
    /// <param name="next">Where it ended.</param>
    public static JobListQuery Older(JobListQuery query, string next) => query with
    {
        Cursor = next,
        Trail = query.Cursor is { } here ? [.. query.Trail.Append(here).TakeLast(LongestTrail)] : [],
    };

    /// <summary>The page before this one.</summary>
    /// <param name="query">The page that the reader sees; not the first.</param>
    public static JobListQuery Newer(JobListQuery query) => query with
    {
        Cursor = query.Trail is [.., var before] ? before : null,
        Trail = [.. query.Trail.SkipLast(1)],
    };

    /// <summary>Everything, newest first.</summary>
    /// <param name="query">The page that the reader sees.</param>
    public static JobListQuery Unfiltered(JobListQuery query) => new() { Limit = query.Limit, Refresh = query.Refresh };

    private static void Add(QueryBuilder builder, string name, string? value)
    {
        if (value is not null)
        {
            builder.Add(name, value);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
