using System.Data.Common;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage;

/// <summary>
/// SQL for a filter. The term that narrows most leads and picks the index; the others only check what it yields. A page
/// is read in the order of that index, so its cost does not grow with the table.
/// </summary>
internal sealed class JobQuery
{
    private const string SummaryColumns =
        "key, plugin, stage, phase, project, domain, execution, node, attempt, external_id, created_at, changed_at, message";

    private readonly List<(string Name, object Value)> _parameters = [];
    private readonly List<string> _terms = [];
    private readonly IReadOnlyList<JobPhase> _phases;
    private readonly string? _phaseLead;
    private readonly bool _led;

    private JobQuery(IJobDatabase database, JobFilter filter)
    {
        // In the order in which they narrow.
        (string Column, string? Value, bool Indexed)[] terms =
        [
            ("key", filter.Key, true),
            ("external_id", filter.ExternalId, true),
            ("execution", filter.Execution, true),
            ("project", filter.Project, true),
            ("plugin", filter.Plugin, true),
            ("domain", filter.Domain, false),
            ("node", filter.Node, false),
        ];
        foreach (var (column, value, indexed) in terms)
        {
            if (!string.IsNullOrEmpty(value))
            {
                var leads = indexed && !_led;
                _led |= leads;
                _terms.Add($"{(leads ? column : database.Residual(column))} = {Parameter(column, column == "key" ? value : JobRow.Clean(value))}");
            }
        }

        _phases = [.. filter.Phases.Distinct()];
        if (_phases.Count > 0 && _led)
        {
            _terms.Add($"{database.Residual("phase")} IN ({string.Join(", ", _phases.Select(PhaseParameter))})");
            _phases = [];
        }

        _phaseLead = _phases.Count > 0 ? "phase" : null;
        _led |= _phaseLead is not null;
    }

    /// <summary>The text.</summary>
    public string Sql { get; private set; } = "";

    /// <summary>A page: one row more than its limit tells whether another follows.</summary>
    public static JobQuery List(IJobDatabase database, JobFilter filter)
    {
        var query = new JobQuery(database, filter);
        if (!query._led && database.EveryJob is { } everyJob)
        {
            query._terms.Add(everyJob);
        }

        if (filter.Cursor is { Length: > 0 } text)
        {
            var cursor = JobCursor.Read(text);
            query._terms.Add($"(created_at, key) < ({query.Parameter("after_created", cursor.CreatedAt)}, {query.Parameter("after_key", cursor.Key)})");
        }

        var order = $" ORDER BY created_at DESC, key DESC LIMIT {query.Parameter("limit", filter.Limit + 1)}";
        // An index over phases is in order within one phase only: a page of several is merged from a page of each.
        query.Sql = query._phaseLead is null
            ? query.Select(SummaryColumns, null) + order
            : string.Join(" UNION ALL ", query._phases.Select(phase => $"SELECT * FROM ({query.Select(SummaryColumns, phase)}{order}) AS {phase}")) + order;
        return query;
    }

    /// <summary>Counts per phase.</summary>
    public static JobQuery Count(IJobDatabase database, JobFilter filter)
    {
        var query = new JobQuery(database, filter);
        query.Sql = query._phaseLead is null
            ? query.Select("phase, COUNT(*)", null) + " GROUP BY phase"
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
