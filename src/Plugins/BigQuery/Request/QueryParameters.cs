using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>Query parameters from a task's inputs.</summary>
internal static class QueryParameters
{
    /// <summary>One named parameter per input, in the order of their names.</summary>
    /// <exception cref="TaskRefusedException">An input has a type that has no parameter, or a value that is not of its type.</exception>
    public static IReadOnlyList<JsonObject> Of(TaskRequest task, DatetimeParameterType datetimes) =>
    [
        .. task.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal).Select(input =>
        {
            var declared = task.Template.Inputs.GetValueOrDefault(input.Key);
            var (type, value) = ParameterValue.Of($"inputs[\"{input.Key}\"]", declared, input.Value, datetimes);
            return new JsonObject
            {
                ["name"] = input.Key,
                ["parameterType"] = new JsonObject { ["type"] = type },
                ["parameterValue"] = new JsonObject { ["value"] = value },
            };
        }),
    ];

    /// <summary>Parameters given in the template and those of the inputs; an input takes the place of a given one of its name.</summary>
    public static JsonArray Merge(JsonArray? given, IReadOnlyList<JsonObject> inputs)
    {
        var names = inputs.Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var kept = (given ?? []).Where(parameter => !names.Contains(NameOf(parameter))).Select(parameter => parameter?.DeepClone());
        return new JsonArray([.. kept, .. inputs]);
    }

    private static string? NameOf(JsonNode? parameter) =>
        parameter is JsonObject fields && fields["name"] is JsonValue name && name.TryGetValue<string>(out var text) ? text : null;
}
