using System.Text.Json.Nodes;

namespace BackendPlugins.Kubernetes.ApiServer.Selecting;

/// <summary>labelSelector and fieldSelector, as far as equality goes.</summary>
public sealed class Selection(string? labels, string? fields)
{
    public bool Takes(JsonObject content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Terms(labels).All(term => Holds(term, content["metadata"]?["labels"]?[term.Name]?.GetValue<string>()))
            && Terms(fields).All(term => Holds(term, Field(content, term.Name)));
    }

    private static bool Holds((string Name, string Value, bool Equal) term, string? value) => value == term.Value == term.Equal;

    private static string? Field(JsonObject content, string name) => name switch
    {
        "metadata.name" => content["metadata"]?["name"]?.GetValue<string>(),
        "metadata.namespace" => content["metadata"]?["namespace"]?.GetValue<string>(),
        _ => null,
    };

    private static IEnumerable<(string Name, string Value, bool Equal)> Terms(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(term =>
        {
            var equal = !term.Contains("!=", StringComparison.Ordinal);
            var parts = term.Split(equal ? (term.Contains("==", StringComparison.Ordinal) ? "==" : "=") : "!=", 2);
            return (parts[0], parts[1], equal);
        });
}
