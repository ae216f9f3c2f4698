using System.Globalization;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace BackendPlugins.Dashboard.Listing;

/// <summary>
/// Addresses of the job list, relative to the application's root. Those made from a query keep everything of it that they do
/// not change.
/// </summary>
internal static class JobListLinks
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    // An address must fit into a request line; from a page deeper than this, "newer" ends at the first page sooner.
    private const int LongestTrail = 20;

    /// <summary>The list that a query describes.</summary>
    /// <param name="query">The query.</param>
    public static string To(JobListQuery query) => $"jobs{Query(query)}";

    /// <summary>All that a query describes, as a file.</summary>
    /// <param name="query">The query.</param>
    /// <param name="format"><c>csv</c> or <c>json</c>.</param>
    public static string Export(JobListQuery query, string format) => $"jobs/export.{format}{Query(Newest(query) with { Limit = JobListQuery.DefaultLimit })}";

    /// <summary>The first page of jobs in one phase, or in any.</summary>
    /// <param name="query">The page that the reader sees.</param>
    /// <param name="phase">The phase; null for any.</param>
    public static JobListQuery InPhase(JobListQuery query, JobPhase? phase) =>
        Newest(query) with { Phases = phase is { } one ? [one] : [] };

    /// <summary>The first page.</summary>
    /// <param name="query">The page that the reader sees.</param>
    public static JobListQuery Newest(JobListQuery query) => query with { Cursor = null, Trail = [] };

    /// <summary>The first page in an order; in that order already, the other way round.</summary>
    /// <param name="query">The page that the reader sees.</param>
    /// <param name="order">The order.</param>
    public static JobListQuery By(JobListQuery query, JobOrder order) => Newest(query) with
    {
        Order = order,
        Ascending = query.Order == order ? !query.Ascending : order is not (JobOrder.Created or JobOrder.Changed),
    };

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

    /// <summary>Everything, in the same order.</summary>
    /// <param name="query">The page that the reader sees.</param>
    public static JobListQuery Unfiltered(JobListQuery query) => new() { Limit = query.Limit, Order = query.Order, Ascending = query.Ascending };

    private static QueryString Query(JobListQuery query)
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
        Add(builder, JobListParameters.Text, query.Text);
        Add(builder, JobListParameters.Since, query.Since);
        Add(builder, JobListParameters.From, query.From?.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture));
        Add(builder, JobListParameters.To, query.To?.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture));
        Add(builder, JobListParameters.Order, Order(query));
        Add(builder, JobListParameters.Limit, query.Limit == JobListQuery.DefaultLimit ? null : query.Limit.ToString(CultureInfo.InvariantCulture));
        Add(builder, JobListParameters.Cursor, query.Cursor);
        foreach (var cursor in query.Trail)
        {
            builder.Add(JobListParameters.Trail, cursor);
        }

        return builder.ToQueryString();
    }

    private static string? Order(JobListQuery query) =>
        query is { Order: JobOrder.Created, Ascending: false } ? null : $"{(query.Ascending ? "" : "-")}{query.Order.ToString().ToLowerInvariant()}";

    private static void Add(QueryBuilder builder, string name, string? value)
    {
        if (value is not null)
        {
            builder.Add(name, value);
        }
    }
}
