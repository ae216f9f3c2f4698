using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Operations;

namespace BackendPlugins.Grains.Operations;

/// <summary>What of a task may be shown: no input value, no secret, and nothing under a name that sounds like one.</summary>
internal static partial class Redaction
{
    private const string Hidden = "•••";

    /// <summary>What Flyte asked for.</summary>
    public static AskedTask Asked(JobRecord job)
    {
        var (task, template) = (job.Task, job.Task.Template);
        var id = task.Execution.Id;
        return new AskedTask
        {
            Category = task.Category.ToString(),
            Name = template.Id.Name,
            Version = template.Id.Version,
            Project = id?.Project ?? "",
            Domain = id?.Domain ?? "",
            Execution = id?.Execution ?? "",
            Node = id?.Node ?? "",
            MaxAttempts = task.Execution.MaxAttempts,
            Retries = template.Retries,
            Timeout = template.Timeout,
            Statement = template.Sql?.Statement,
            Custom = template.Custom is { } custom ? Json(custom) : null,
            Settings = Settings(template.Config.Concat(task.ConnectionConfigs)),
            Inputs = task.Inputs.ToDictionary(input => input.Key, input => KindOf(input.Value)),
            Secrets = [.. template.Secrets.Select(secret => secret.Group.Length > 0 ? $"{secret.Group}/{secret.Key}" : secret.Key)],
            OutputPrefix = task.OutputPrefix,
            Labels = Settings(task.Execution.Labels),
            Shed = job.IsShed,
        };
    }

    /// <summary>JSON with what sounds like a secret covered.</summary>
    public static JsonElement Json(JsonElement json)
    {
        var node = JsonSerializer.SerializeToNode(json, PluginJson.Options);
        Cover(node);
        return JsonSerializer.SerializeToElement(node, PluginJson.Options);
    }

    private static Dictionary<string, string> Settings(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var shown = new Dictionary<string, string>();
        foreach (var (name, value) in settings)
        {
            shown[name] = Secretive().IsMatch(name) ? Hidden : value;
        }

        return shown;
    }

    private static void Cover(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map.ToList())
                {
                    if (Secretive().IsMatch(name) && value is JsonValue)
                    {
                        map[name] = Hidden;
                    }
                    else
                    {
                        Cover(value);
                    }
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    Cover(item);
                }

                break;
        }
    }

    private static string KindOf(Literal value)
    {
        var name = value.GetType().Name;
        return name.EndsWith(nameof(Literal), StringComparison.Ordinal) ? name[..^nameof(Literal).Length] : name;
    }

    [GeneratedRegex("secret|token|passw|credential|private.?key|api.?key|authorization|signature", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secretive();
}
