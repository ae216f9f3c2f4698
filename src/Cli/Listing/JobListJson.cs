using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Cli.Listing;

/// <summary>Reads what a gateway's HTTP endpoint answers. Names count in camelCase and in snake_case.</summary>
internal static class JobListJson
{
    /// <summary>A page of jobs; null where the text is none.</summary>
    public static JobListPage? ReadPage(string body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject page || page["jobs"] is not JsonArray jobs)
            {
                return null;
            }

            return new JobListPage([.. jobs.Select(job => ReadJob((JsonObject)job!))], (string?)page["next"]);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or InvalidCastException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The words of a problem document (RFC 9457), whose <c>errors</c> say more than its title; null where the text is none.</summary>
    public static string? ReadProblem(string body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject problem)
            {
                return null;
            }

            return problem["errors"] is JsonObject errors
                ? string.Join("; ", errors.SelectMany(error => ((JsonArray)error.Value!).Select(text => $"{error.Key} {text}")))
                : (string?)problem["detail"];
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or InvalidCastException)
        {
            return null;
        }
    }

    private static JobListEntry ReadJob(JsonObject job)
    {
        var members = job.ToDictionary(member => member.Key.Replace("_", "", StringComparison.Ordinal), member => member.Value, StringComparer.OrdinalIgnoreCase);
        return new JobListEntry
        {
            Key = Text("key") ?? throw new FormatException("A job without a key."),
            Plugin = Text("plugin"),
            Stage = Text("stage"),
            Phase = Text("phase"),
            Project = Text("project"),
            Domain = Text("domain"),
            Execution = Text("execution"),
            Node = Text("node"),
            Attempt = (int?)members.GetValueOrDefault("attempt") ?? 0,
            ExternalId = Text("externalId"),
            CreatedAt = (DateTimeOffset?)members.GetValueOrDefault("createdAt"),
            ChangedAt = (DateTimeOffset?)members.GetValueOrDefault("changedAt"),
            Message = Text("message"),
        };

        string? Text(string name) => (string?)members.GetValueOrDefault(name);
    }
}
