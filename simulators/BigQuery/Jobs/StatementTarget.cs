using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BackendPlugins.Simulators.BigQuery.Catalog;

namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>The table that DDL and DML name, told from the words before it; no SQL is parsed.</summary>
/// <param name="Table">Its full name.</param>
/// <param name="Operation">What DDL does to it: CREATE, REPLACE, ALTER, DROP; null for DML.</param>
/// <param name="MayExist">Whether a table that is there already is left alone.</param>
internal sealed partial record StatementTarget(TableName Table, string? Operation, bool MayExist)
{
    /// <summary>The target; null where the statement names none, or one without dataset while there is no default.</summary>
    /// <param name="statement">The statement as written.</param>
    /// <param name="type">Its type.</param>
    /// <param name="key">The job: its project and location stand where the name says none.</param>
    /// <param name="defaultDataset">The configuration's <c>defaultDataset</c>; null for none.</param>
    public static StatementTarget? Of(string statement, string type, JobKey key, JsonNode? defaultDataset)
    {
        if (!(StatementTypes.IsDml(type) || type == StatementTypes.CreateTableAsSelect || type.EndsWith("_TABLE", StringComparison.Ordinal))
            || Begin().Match(Comments().Replace(statement, " ")) is not { Success: true } match)
        {
            return null;
        }

        return NameOf(match.Groups["name"].Value, match.Groups["temp"].Success, key, defaultDataset) is { } table
            ? new(table, OperationOf(type, match), match.Groups["exists"].Success)
            : null;
    }

    private static string? OperationOf(string type, Match match) => type switch
    {
        _ when type.StartsWith("CREATE_", StringComparison.Ordinal) => match.Groups["replace"].Success ? "REPLACE" : "CREATE",
        _ when type.StartsWith("ALTER_", StringComparison.Ordinal) => "ALTER",
        _ when type.StartsWith("DROP_", StringComparison.Ordinal) => "DROP",
        _ => null,
    };

    private static TableName? NameOf(string text, bool isTemporary, JobKey key, JsonNode? defaultDataset)
    {
        var parts = text.Replace("`", "", StringComparison.Ordinal).Split('.');
        return parts switch
        {
            [.., "", _] or [.., ""] => null,
            [var table] when isTemporary => new(key.ProjectId, $"_script{StableHash.Hex($"{key.ProjectId}:{key.Location}", 40)}", table),
            [var table] when (string?)defaultDataset?["datasetId"] is { Length: > 0 } dataset => new((string?)defaultDataset["projectId"] ?? key.ProjectId, dataset, table),
            [_] => null,
            [var dataset, var table] => new(key.ProjectId, dataset, table),
            [.. var project, var dataset, var table] => new(string.Join('.', project), dataset, table),
            _ => null,
        };
    }

    [GeneratedRegex(@"/\*.*?\*/|--[^\n]*|#[^\n]*", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(
        """
        ^\s*(?:
          CREATE\s+(?<replace>OR\s+REPLACE\s+)?(?<temp>TEMP(?:ORARY)?\s+)?TABLE\s+(?<exists>IF\s+NOT\s+EXISTS\s+)?
          |(?:DROP|ALTER)\s+TABLE\s+(?:IF\s+EXISTS\s+)?
          |TRUNCATE\s+TABLE\s+
          |(?:INSERT|MERGE)\s+(?:INTO\s+)?
          |DELETE\s+(?:FROM\s+)?
          |UPDATE\s+
        )(?<name>(?:`[^`]+`|[\w-]+)(?:\.(?:`[^`]+`|[\w-]+))*)
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Begin();
}
