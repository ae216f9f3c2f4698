using System.Data.Common;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage;

/// <summary>
/// SQL for a filter. The term that narrows most leads and picks the index; the others only check what it yields. A page
/// is read in the order of that index, so its cost does not grow with the table. In an order other than by acceptance, the
/// order's own index leads where no term narrows to a few jobs.
/// </summary>
internal sealed class JobQuery
{
    public const string SummaryColumns =
        "key, plugin, stage, phase, project, domain, execution, node, attempt, external_id, created_at, changed_at, message, ended_at";

    private static readonly string[] SearchedColumns = ["message", "execution", "node", "external_id", "key"];

    private readonly List<(string Name, object Value)> _parameters = [];
    private readonly List<string> _terms = [];
    private readonly IReadOnlyList<JobPhase> _phases;
    private readonly string? _phaseLead;
    private readonly bool _led;
    private readonly JobOrder _order;

    private JobQuery(IJobDatabase database, JobFilter filter)
    {
        _order = OrderOf(filter);
        var byAcceptance = _order == JobOrder.Created;
        // In the order in which they narrow.
        (string Column, string? Value, bool Leads)[] terms =
        [
            ("key", filter.Key, true),
            ("external_id", filter.ExternalId, true),
            ("execution", filter.Execution, true),
            ("project", filter.Project, byAcceptance),
            ("plugin", filter.Plugin, byAcceptance),
            ("domain", filter.Domain, false),
            ("node", filter.Node, false),
            ("family", filter.Family, false),
        ];
        foreach (var (column, value, mayLead) in terms)
        {
            if (!string.IsNullOrEmpty(value))
            {
                var leads = mayLead && !_led;
                _led |= leads;
                _terms.Add($"{(leads ? column : database.Residual(column))} = {Parameter(column, column == "key" ? value : JobRow.Clean(value))}");
            }
        }

        _phases = [.. filter.Phases.Distinct()];
        if (_phases.Count > 0 && (_led || !byAcceptance))
        {
            _terms.Add($"{database.Residual("phase")} IN ({string.Join(", ", _phases.Select(PhaseParameter))})");
            _phases = [];
        }

        _phaseLead = _phases.Count > 0 ? "phase" : null;
        _led |= _phaseLead is not null;
        AddTimes(filter);
        AddText(database, filter.Text);
    }

    /// <summary>The text.</summary>
    public string Sql { get; private set; } = "";

    /// <summary>The order in which a list for a filter comes: where all jobs are equal in what it asks for, by acceptance.</summary>
    public static JobOrder OrderOf(JobFilter filter) => filter.Order switch
    {
        JobOrder.Phase when filter.Phases.Distinct().Count() == 1 => JobOrder.Created,
        JobOrder.Plugin when !string.IsNullOrEmpty(filter.Plugin) => JobOrder.Created,
        JobOrder.Project when !string.IsNullOrEmpty(filter.Project) => JobOrder.Created,
        JobOrder.Execution when !string.IsNullOrEmpty(filter.Execution) => JobOrder.Created,
        _ => filter.Order,
    };

    /// <summary>A page: one row more than its limit tells whether another follows.</summary>
    public static JobQuery List(IJobDatabase database, JobFilter filter)
    {
        var query = new JobQuery(database, filter);
        query.OpenEveryJob(database);
        var columns = query._order switch
        {
            JobOrder.Created => "created_at, key",
            JobOrder.Changed => "changed_at, key",
            JobOrder.Phase => "phase, created_at, key",
            JobOrder.Plugin => "plugin, created_at, key",
            JobOrder.Project => "project, created_at, key",
            JobOrder.Execution => "execution, created_at, key",
            _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.Order, "No such order."),
        };
        if (filter.Cursor is { Length: > 0 } text)
        {
            query._terms.Add($"({columns}) {(filter.Ascending ? ">" : "<")} ({query.Place(JobCursor.Read(text, query._order))})");
        }

        var direction = filter.Ascending ? "" : " DESC";
        var order = $" ORDER BY {columns.Replace(",", direction + ",", StringComparison.Ordinal)}{direction} LIMIT {query.Parameter("limit", filter.Limit + 1)}";
        // An index over phases is in order within one phase only: a page of several is merged from a page of each.
        query.Sql = query._phaseLead is null
            ? query.Select(SummaryColumns, null) + order
            : string.Join(" UNION ALL ", query._phases.Select(phase => $"SELECT * FROM ({query.Select(SummaryColumns, phase)}{order}) AS {phase}")) + order;
        return query;
    }

    /// <summary>Counts per phase.</summary>
    public static JobQuery Count(IJobDatabase database, JobFilter filter)
    {
        var query = new JobQuery(database, filter with { Order = JobOrder.Created });
        if ((filter.From ?? filter.To) is not null)
        {
            query.OpenEveryJob(database);
        }

        // Grouped by the column itself, the phases' index would lead a search and every row be read for the terms.
        var group = query._led || query._terms.Count == 0 ? "phase" : database.Residual("phase");
        query.Sql = query._phaseLead is null
            ? query.Select($"{group}, COUNT(*)", null) + $" GROUP BY {group}"
            : string.Join(" UNION ALL ", query._phases.Select(phase => query.Select("phase, COUNT(*)", phase) + " GROUP BY phase"));
        return query;
    }

    public DbCommand On(DbConnection connection)
    {
        var command = connection.CreateCommand();
        command.CommandText = Sql;
        foreach (var (name, value) in _parameters)
        {
            command.Add(name, value);
        }

        return command;
    }

    private void AddTimes(JobFilter filter)
    {
        if (filter.From is { } from)
        {
            _terms.Add($"created_at >= {Parameter("from", from.ToUnixTimeMilliseconds())}");
        }

        if (filter.To is { } to)
        {
            _terms.Add($"created_at < {Parameter("to", to.ToUnixTimeMilliseconds())}");
        }
    }

    private void AddText(IJobDatabase database, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return;
        }

        var pattern = JobRow.Clean(text)
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        var parameter = Parameter("text", $"%{pattern}%");
        _terms.Add($"({string.Join(" OR ", SearchedColumns.Select(column => $"{column} {database.Like} {parameter} ESCAPE '\\'"))})");
    }

    private void OpenEveryJob(IJobDatabase database)
    {
        if (!_led && database.EveryJob is { } everyJob)
        {
            _terms.Add(everyJob);
        }
    }

    private string Place(JobCursor cursor)
    {
        var place = $"{Parameter("after_at", cursor.At)}, {Parameter("after_key", cursor.Key)}";
        return cursor.Value is { } value ? $"{Parameter("after_value", value)}, {place}" : place;
    }

    private string Select(string columns, JobPhase? phase)
    {
        var terms = phase is { } only ? _terms.Prepend($"{_phaseLead} = {PhaseParameter(only)}") : _terms;
        var where = string.Join(" AND ", terms);
        return $"SELECT {columns} FROM job{(where.Length > 0 ? " WHERE " + where : "")}";
    }

    private string PhaseParameter(JobPhase phase) => Parameter("phase_" + phase, phase.ToString());

    private string Parameter(string name, object value)
    {
        var full = "@" + name;
        if (!_parameters.Exists(parameter => parameter.Name == full))
        {
            _parameters.Add((full, value));
        }

        return full;
    }
}
