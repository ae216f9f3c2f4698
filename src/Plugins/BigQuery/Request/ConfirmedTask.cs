using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>
/// What is needed of a task once BigQuery has the job: its output, the name of its secret, and enough of the statement to
/// know it in the service's words.
/// </summary>
internal static class ConfirmedTask
{
    /// <summary>Statements are told to people up to this length.</summary>
    public const int LongestStatement = 200;

    private const string LengthKey = "statementLength";
    private const string Destination = "destinationTable";

    public static TaskRequest Of(TaskRequest task)
    {
        var statement = task.Template.Sql?.Statement;
        var custom = new JsonObject();
        if (Callers.NameOf(task.Template.Custom) is { } secret)
        {
            custom[CustomSetting.Secrets] = new JsonObject { [Callers.SecretKey] = secret };
        }

        // A service that does not repeat how the job is configured leaves its output to what the task ordered.
        if (CustomSettings.Read(task.Template.Custom, UnknownKeys.Pass).Query[Destination] is JsonObject table)
        {
            custom[Destination] = table.DeepClone();
        }

        if (statement is { Length: > LongestStatement })
        {
            custom[LengthKey] = LengthOf(task);
        }

        return new TaskRequest
        {
            Category = task.Category,
            IsAdopted = task.IsAdopted,
            Template = new TaskTemplate
            {
                Id = task.Template.Id,
                Outputs = task.Template.Outputs,
                Sql = statement is null ? null : new SqlStatement(statement.Length > LongestStatement ? statement[..(LongestStatement + 1)] : statement),
                Custom = custom.Count > 0 ? JsonSerializer.SerializeToElement(custom, PluginJson.Options) : null,
            },
        };
    }

    /// <summary>The length of the statement as it was submitted.</summary>
    public static int LengthOf(TaskRequest task)
    {
        var own = task.Template.Sql?.Statement.Length ?? 0;
        return own == LongestStatement + 1 && task.Template.Custom is { ValueKind: JsonValueKind.Object } custom
            && custom.TryGetProperty(LengthKey, out var length) && length.TryGetInt32(out var told)
                ? told
                : own;
    }
}
