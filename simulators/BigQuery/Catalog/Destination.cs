using System.Text.Json.Nodes;

namespace BackendPlugins.Simulators.BigQuery.Catalog;

/// <summary>Where a query writes its rows, and how.</summary>
internal sealed record Destination(TableName Table, string WriteDisposition, string CreateDisposition, bool MayChangeSchema)
{
    /// <summary>The destination in a configuration as echoed; null when the job writes nowhere.</summary>
    public static Destination? Of(ReadOnlyMemory<byte> configuration)
    {
        var query = JsonNode.Parse(configuration.Span)?["query"];
        return TableName.Read(query?["destinationTable"]) is { } table
            ? new(table, Word(query!, "writeDisposition", "WRITE_EMPTY"), Word(query!, "createDisposition", "CREATE_IF_NEEDED"), query!["schemaUpdateOptions"] is JsonArray { Count: > 0 })
            : null;
    }

    private static string Word(JsonNode query, string name, string otherwise) => ((string?)query[name] ?? otherwise).ToUpperInvariant();
}
