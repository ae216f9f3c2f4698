using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;
using Microsoft.AspNetCore.Http;

namespace BackendPlugins.Dashboard.Listing;

/// <summary>Reads a <see cref="JobListQuery"/> from an address. Parameters that it does not know are left alone.</summary>
internal sealed class JobListQueryReader
{
    private const int LongestText = 512;

    private const int LargestLimit = 1_000;

    private static readonly FrozenDictionary<string, JobPhase> Phases =
        Enum.GetValues<JobPhase>().ToFrozenDictionary(phase => phase.ToString(), StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, JobOrder> Orders =
        Enum.GetValues<JobOrder>().ToFrozenDictionary(order => order.ToString().ToLowerInvariant(), StringComparer.OrdinalIgnoreCase);

    private readonly IQueryCollection _query;

    private QueryProblem? _problem;

    private JobListQueryReader(IQueryCollection query) => _query = query;

    /// <summary>Reads the query.</summary>
    /// <param name="query">The request's query.</param>
    /// <param name="problem">The first problem found; null where there is none.</param>
    /// <returns>What was asked; of no use where there is a problem.</returns>
    public static JobListQuery Read(IQueryCollection query, out QueryProblem? problem)
    {
        var reader = new JobListQueryReader(query);
        var asked = new JobListQuery
        {
            Phases = reader.ReadPhases(),
            Plugin = reader.ReadText(JobListParameters.Plugin),
            Project = reader.ReadText(JobListParameters.Project),
            Domain = reader.ReadText(JobListParameters.Domain),
            Execution = reader.ReadText(JobListParameters.Execution),
            Node = reader.ReadText(JobListParameters.Node),
            ExternalId = reader.ReadText(JobListParameters.ExternalId),
            Key = reader.ReadKey(),
            Limit = reader.ReadLimit(),
            Cursor = reader.ReadText(JobListParameters.Cursor),
            Trail = reader.ReadTrail(),
            Text = reader.ReadText(JobListParameters.Text),
            Since = reader.ReadSince(),
            From = reader.ReadTime(JobListParameters.From),
            To = reader.ReadTime(JobListParameters.To),
        };
        var (order, ascending) = reader.ReadOrder();
        asked = asked with { Order = order, Ascending = ascending };
        problem = reader._problem;
        return asked;
    }

    private List<JobPhase> ReadPhases()
    {
        var asked = new List<JobPhase>();
        foreach (var text in _query[JobListParameters.Phase])
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            if (!Phases.TryGetValue(text.Trim(), out var phase))
            {
                Refuse(JobListParameters.Phase, $"must be one of {string.Join(", ", Enum.GetNames<JobPhase>())}.");
            }
            else if (!asked.Contains(phase))
            {
                asked.Add(phase);
            }
        }

        return asked;
    }

    private string? ReadText(string parameter)
    {
        var values = _query[parameter];
        if (values.Count > 1)
        {
            Refuse(parameter, "must be given once.");
            return null;
        }

        return Check(parameter, values.ToString());
    }

    private string? Check(string parameter, string value)
    {
        var text = value.Trim();
        if (text.Length > LongestText)
        {
            Refuse(parameter, $"must have at most {LongestText} characters; it has {text.Length}.");
        }
        else if (text.Any(char.IsControl))
        {
            // PostgreSQL takes no NUL in a text, and nobody types the others.
            Refuse(parameter, "must have no control characters.");
        }

        return text.Length == 0 ? null : text;
    }

    // Propeller's log shows a job's resource_meta, as JSON or in base64: whoever comes from there may paste it as it is.
    private string? ReadKey()
    {
        var text = ReadText(JobListParameters.Key);
        if (text is null || JobKey.TryParse(text, out _))
        {
            return text;
        }

        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = Convert.TryFromBase64String(text, bytes, out var decoded) ? decoded : Encoding.UTF8.GetBytes(text, bytes);
        if (ResourceMeta.Read(bytes.AsSpan(0, length), out _) is { } key)
        {
            return key.Value;
        }

        Refuse(JobListParameters.Key, "must be a job's key, {category}/{26 characters}, or its resource_meta as JSON or base64.");
        return null;
    }

    private int ReadLimit()
    {
        var text = ReadText(JobListParameters.Limit);
        if (text is null)
        {
            return JobListQuery.DefaultLimit;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LargestLimit)
        {
            return limit;
        }

        Refuse(JobListParameters.Limit, $"must be a whole number from 1 to {LargestLimit}.");
        return JobListQuery.DefaultLimit;
    }

    private string? ReadSince()
    {
        var text = ReadText(JobListParameters.Since);
        if (text is null || JobListQuery.TimeSpans.ContainsKey(text))
        {
            return text;
        }

        Refuse(JobListParameters.Since, $"must be one of {string.Join(", ", JobListQuery.TimeSpans.Keys)}.");
        return null;
    }

    private DateTimeOffset? ReadTime(string parameter)
    {
        var text = ReadText(parameter);
        if (text is null)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        Refuse(parameter, "must be a time such as 2026-03-14T09:26 (UTC).");
        return null;
    }

    // The name of an order, with a minus before it for the largest first; times come newest first by themselves.
    private (JobOrder Order, bool Ascending) ReadOrder()
    {
        var text = ReadText(JobListParameters.Order);
        if (text is null)
        {
            return (JobOrder.Created, false);
        }

        var descending = text.StartsWith('-');
        if (Orders.TryGetValue(descending ? text[1..] : text, out var order))
        {
            return (order, !descending);
        }

        Refuse(JobListParameters.Order, $"must be one of {string.Join(", ", Orders.Keys.Order(StringComparer.Ordinal))}, or one of them after a minus.");
        return (JobOrder.Created, false);
    }

    private string[] ReadTrail() =>
        [.. _query[JobListParameters.Trail].Select(value => Check(JobListParameters.Trail, value ?? "")).OfType<string>()];

    private void Refuse(string parameter, string detail) => _problem ??= new QueryProblem(parameter, detail);
}
