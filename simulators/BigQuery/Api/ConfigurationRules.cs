using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>What the service refuses at insert in a configuration.</summary>
internal static partial class ConfigurationRules
{
    private const int MaxQueryLength = 1024 * 1024;
    private const int MaxLabels = 64;
    private const int MaxQueryParameters = 10_000;

    private static readonly (string Name, string[] Values)[] Enumerations =
    [
        ("priority", ["INTERACTIVE", "BATCH"]),
        ("createDisposition", ["CREATE_IF_NEEDED", "CREATE_NEVER"]),
        ("writeDisposition", ["WRITE_EMPTY", "WRITE_TRUNCATE", "WRITE_APPEND", "WRITE_TRUNCATE_DATA"]),
        ("parameterMode", ["NAMED", "POSITIONAL"]),
    ];

    /// <summary>The first thing wrong; null when all is well.</summary>
    /// <exception cref="RequestShapeException">A member has the wrong type.</exception>
    public static ApiError? Check(JsonObject document)
    {
        _ = JsonShape.Boolean(document, "dryRun", "configuration.dryRun");
        _ = JsonShape.Int64(document, "jobTimeoutMs", "configuration.jobTimeoutMs");
        return CheckLabels(document) ?? (JsonShape.Object(document, "query", "configuration.query") is { } query ? CheckQuery(query) : null);
    }

    /// <summary>The checked configuration as the simulator keeps it, before <see cref="InsertRequest.Complete"/>.</summary>
    public static JobConfiguration ToConfiguration(JsonObject document)
    {
        var query = document["query"] as JsonObject;
        return new(
            ReadOnlyMemory<byte>.Empty,
            InsertRequest.TypeOf(document).ToUpperInvariant(),
            query is null ? "" : JsonShape.String(query, "query", "configuration.query.query") ?? "",
            JsonShape.Object(document, "labels", "configuration.labels")?.ToDictionary(label => label.Key, label => label.Value!.GetValue<string>()) ?? [])
        {
            DryRun = JsonShape.Boolean(document, "dryRun", "configuration.dryRun") ?? false,
            TimeoutMs = JsonShape.Int64(document, "jobTimeoutMs", "configuration.jobTimeoutMs") is { } timeout and > 0 ? timeout : null,
            MaximumBytesBilled = query is null ? null : JsonShape.Int64(query, "maximumBytesBilled", "configuration.query.maximumBytesBilled"),
            Priority = ((string?)query?["priority"] ?? "INTERACTIVE").ToUpperInvariant(),
            Parameters = query?["queryParameters"] as JsonArray,
        };
    }

    private static ApiError? CheckQuery(JsonObject query)
    {
        var text = JsonShape.String(query, "query", "configuration.query.query");
        if (string.IsNullOrWhiteSpace(text))
        {
            return ApiError.Required("query");
        }

        if (text.Length > MaxQueryLength)
        {
            return ApiError.Invalid("The query is too large. The maximum standard SQL query length is 1024.00K characters, including comments and white space characters.");
        }

        foreach (var (name, values) in Enumerations)
        {
            var value = JsonShape.String(query, name, $"configuration.query.{name}");
            // Google's own Node client writes parameterMode in lower case.
            if (value is not null && !values.Contains(value, StringComparer.OrdinalIgnoreCase))
            {
                return ApiError.Invalid($"Invalid value for {name}: {value} is not a valid value");
            }
        }

        _ = JsonShape.Boolean(query, "useLegacySql", "configuration.query.useLegacySql");
        _ = JsonShape.Boolean(query, "useQueryCache", "configuration.query.useQueryCache");
        _ = JsonShape.Int64(query, "maximumBytesBilled", "configuration.query.maximumBytesBilled");
        return CheckTable(query) ?? CheckParameters(query);
    }

    private static ApiError? CheckTable(JsonObject query)
    {
        if (JsonShape.Object(query, "destinationTable", "configuration.query.destinationTable") is not { } table)
        {
            return null;
        }

        string[] names = ["projectId", "datasetId", "tableId"];
        var missing = names.FirstOrDefault(name => string.IsNullOrEmpty(JsonShape.String(table, name, $"configuration.query.destinationTable.{name}")));
        return missing is null ? null : ApiError.Required($"configuration.query.destinationTable.{missing}");
    }

    private static ApiError? CheckParameters(JsonObject query)
    {
        if (JsonShape.Array(query, "queryParameters", "configuration.query.queryParameters") is not { } parameters)
        {
            return null;
        }

        if (parameters.Count > MaxQueryParameters)
        {
            return ApiError.Invalid($"Too many query parameters: {parameters.Count}; the maximum is {MaxQueryParameters}.");
        }

        var mode = query["parameterMode"]?.GetValue<string>() ?? (parameters.Any(HasName) ? "NAMED" : "POSITIONAL");
        var named = mode.Equals("NAMED", StringComparison.OrdinalIgnoreCase);
        for (var index = 0; index < parameters.Count; index++)
        {
            if (parameters[index] is not JsonObject parameter)
            {
                return ApiError.Invalid($"Invalid value at 'configuration.query.queryParameters[{index}]' (an object)");
            }

            if (JsonShape.Object(parameter, "parameterType", $"configuration.query.queryParameters[{index}].parameterType")?["type"] is null)
            {
                return ApiError.Required($"configuration.query.queryParameters[{index}].parameterType.type");
            }

            CheckValue(JsonShape.Object(parameter, "parameterValue", $"configuration.query.queryParameters[{index}].parameterValue"), $"configuration.query.queryParameters[{index}].parameterValue");
            if (HasName(parameter) != named)
            {
                return ApiError.Invalid(named
                    ? $"Query parameter {index} has no name; with parameterMode NAMED every parameter needs one."
                    : $"Query parameter {index} has a name; with parameterMode POSITIONAL none may have one.");
            }
        }

        return null;
    }

    /// <summary>A plain value is text, a number or true and false; lists and structs have members of their own.</summary>
    private static void CheckValue(JsonObject? value, string path)
    {
        if (value?["value"] is { } plain and not JsonValue)
        {
            throw new RequestShapeException($"Invalid value at '{path}.value' (TYPE_STRING), {plain.ToJsonString()}");
        }

        foreach (var (name, field) in value?["structValues"] as JsonObject ?? [])
        {
            CheckValue(field as JsonObject, $"{path}.structValues.{name}");
        }

        foreach (var element in value?["arrayValues"] as JsonArray ?? [])
        {
            CheckValue(element as JsonObject, $"{path}.arrayValues");
        }
    }

    private static bool HasName(JsonNode? parameter) =>
        parameter is JsonObject fields && !string.IsNullOrEmpty(JsonShape.String(fields, "name", "configuration.query.queryParameters.name"));

    private static ApiError? CheckLabels(JsonObject document)
    {
        if (JsonShape.Object(document, "labels", "configuration.labels") is not { } labels)
        {
            return null;
        }

        if (labels.Count > MaxLabels)
        {
            return ApiError.Invalid($"A job can have at most {MaxLabels} labels; got {labels.Count}.");
        }

        foreach (var (key, node) in labels)
        {
            if (!LabelKey().IsMatch(key))
            {
                return ApiError.Invalid($"Label key \"{key}\" is invalid: it must start with a letter, hold lower-case letters, digits, _ and - only, and be at most 63 characters long.");
            }

            if (node is null || node.GetValueKind() != JsonValueKind.String || !LabelValue().IsMatch(node.GetValue<string>()))
            {
                return ApiError.Invalid($"Label value of \"{key}\" is invalid: it must hold lower-case letters, digits, _ and - only, and be at most 63 characters long.");
            }
        }

        return null;
    }

    [GeneratedRegex(@"^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}\z")]
    private static partial Regex LabelKey();

    [GeneratedRegex(@"^[\p{Ll}\p{Lo}\p{N}_-]{0,63}\z")]
    private static partial Regex LabelValue();
}
