using System.Text.Json.Nodes;

namespace BackendPlugins.Kubernetes.ApiServer.Objects;

/// <summary>An object and who applied which of its fields.</summary>
/// <param name="Content">The object; never changed, only replaced.</param>
/// <param name="Owners">Manager of each field that came by server-side apply, by path.</param>
public sealed record StoredObject(JsonObject Content, IReadOnlyDictionary<string, string> Owners)
{
    public long Version => long.Parse(Content["metadata"]!["resourceVersion"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);

    public string Uid => Content["metadata"]!["uid"]!.GetValue<string>();
}
