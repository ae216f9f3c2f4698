using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BackendPlugins.Kubernetes.ApiServer.Objects;

/// <summary>Prunes and validates content by a structural schema, as far as such schemas are used here.</summary>
public static partial class StructuralSchema
{
    /// <summary>Removes what the schema does not know.</summary>
    /// <returns>Paths of what was removed.</returns>
    public static IReadOnlyList<string> Prune(JsonObject content, JsonObject schema)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(schema);
        var removed = new List<string>();
        foreach (var (name, value) in content.ToArray())
        {
            if (name is not ("apiVersion" or "kind" or "metadata"))
            {
                Prune(content, name, value, Property(schema, name), name, removed);
            }
        }

        return removed;
    }

    /// <summary>What is wrong, in the server's words.</summary>
    public static IReadOnlyList<(string Reason, string Field, string Why)> Validate(JsonObject content, JsonObject schema)
    {
        var problems = new List<(string, string, string)>();
        Check(content, schema, "", problems);
        return problems;
    }

    private static void Prune(JsonObject parent, string name, JsonNode? value, JsonObject? schema, string path, List<string> removed)
    {
        if (schema is null)
        {
            parent.Remove(name);
            removed.Add(path);
            return;
        }

        PruneInside(value, schema, path, removed);
    }

    private static void PruneInside(JsonNode? value, JsonObject schema, string path, List<string> removed)
    {
        if (value is JsonObject inner && schema["properties"] is JsonObject)
        {
            foreach (var (name, child) in inner.ToArray())
            {
                Prune(inner, name, child, Property(schema, name), $"{path}.{name}", removed);
            }
        }
        else if (value is JsonArray list && schema["items"] is JsonObject items)
        {
            for (var index = 0; index < list.Count; index++)
            {
                PruneInside(list[index], items, $"{path}[{index}]", removed);
            }
        }
    }

    private static JsonObject? Property(JsonObject schema, string name) => schema["properties"]?[name] as JsonObject;

    private static void Check(JsonNode? value, JsonObject schema, string path, List<(string, string, string)> problems)
    {
        var type = schema["type"]?.GetValue<string>();
        if (type is not null && !IsOf(value, type))
        {
            var shown = KindOf(value);
            problems.Add(("FieldValueInvalid", path, $"Invalid value: \"{shown}\": {path} in body must be of type {type}: \"{shown}\""));
            return;
        }

        switch (value)
        {
            case JsonObject content:
                foreach (var required in (schema["required"] as JsonArray ?? []).Select(name => name!.GetValue<string>()).Where(name => !content.ContainsKey(name)))
                {
                    problems.Add(("FieldValueRequired", Join(path, required), "Required value"));
                }

                foreach (var (name, child) in content)
                {
                    if (Property(schema, name) is { } inner && !(path.Length == 0 && name == "metadata"))
                    {
                        Check(child, inner, Join(path, name), problems);
                    }
                }

                break;
            case JsonArray list when schema["items"] is JsonObject items:
                for (var index = 0; index < list.Count; index++)
                {
                    Check(list[index], items, $"{path}[{index}]", problems);
                }

                break;
            case JsonValue scalar:
                CheckScalar(scalar, schema, path, problems);
                break;
        }
    }

    private static void CheckScalar(JsonValue scalar, JsonObject schema, string path, List<(string, string, string)> problems)
    {
        if (schema["enum"] is JsonArray allowed && !allowed.Any(one => JsonNode.DeepEquals(one, scalar)))
        {
            problems.Add(("FieldValueNotSupported", path, $"Unsupported value: {scalar.ToJsonString()}: supported values: {string.Join(", ", allowed.Select(one => one!.ToJsonString()))}"));
        }

        if (scalar.GetValueKind() == JsonValueKind.Number)
        {
            var number = decimal.Parse(scalar.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
            if (schema["minimum"] is { } least && number < least.GetValue<decimal>())
            {
                problems.Add(("FieldValueInvalid", path, $"Invalid value: {number}: {path} in body should be greater than or equal to {least}"));
            }

            if (schema["maximum"] is { } most && number > most.GetValue<decimal>())
            {
                problems.Add(("FieldValueInvalid", path, $"Invalid value: {number}: {path} in body should be less than or equal to {most}"));
            }
        }

        if (scalar.GetValueKind() == JsonValueKind.String && !IsFormed(scalar.GetValue<string>(), schema))
        {
            problems.Add(("FieldValueInvalid", path, $"Invalid value: {scalar.ToJsonString()}: {path} in body must be of type {schema["format"] ?? "string with content"}: {scalar.ToJsonString()}"));
        }
    }

    private static bool IsFormed(string text, JsonObject schema) => text.Length >= (schema["minLength"]?.GetValue<int>() ?? 0) && schema["format"]?.GetValue<string>() switch
    {
        "date-time" => DateTimeFormat().IsMatch(text),
        "micro-time" => MicroTimeFormat().IsMatch(text),
        _ => true,
    };

    private static bool IsOf(JsonNode? value, string type) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        _ => throw new NotSupportedException($"Schemas of type {type} are not known here."),
    };

    private static string KindOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch { JsonValueKind.String => "string", JsonValueKind.Number => "number", _ => "boolean" },
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$")]
    private static partial Regex DateTimeFormat();

    // Go's layout of metav1.MicroTime.
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}(Z|[+-]\d{2}:\d{2})$")]
    private static partial Regex MicroTimeFormat();
}
