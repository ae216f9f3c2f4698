using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace BackendPlugins.Kubernetes.ApiServer.Objects;

/// <summary>What metadata may look like.</summary>
public static partial class ObjectNames
{
    public static IEnumerable<(string Reason, string Field, string Why)> Problems(JsonObject metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var name = metadata["name"]?.GetValue<string>() ?? "";
        if (!Name().IsMatch(name) || name.Length > 253)
        {
            yield return ("FieldValueInvalid", "metadata.name",
                $"Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
                + "(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
        }

        foreach (var (_, value) in metadata["labels"] as JsonObject ?? [])
        {
            var text = value!.GetValue<string>();
            if (!Label().IsMatch(text) || text.Length > 63)
            {
                yield return ("FieldValueInvalid", "metadata.labels",
                    $"Invalid value: \"{text}\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
                    + "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
            }
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z")]
    private static partial Regex Label();
}
