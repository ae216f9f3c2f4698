using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackendPlugins;

/// <summary>The JSON form of tasks, literals and evidence: what is stored with a job and what remote plugins speak.</summary>
public static class PluginJson
{
    /// <summary>camelCase names, enumerations by name, NaN and infinities as texts, nulls left out. Read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            // What gRPC lets through, 48 lists in each other, takes two levels of JSON for each.
            MaxDepth = 128,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            // A stored document may have been rewritten by a database that sorts keys.
            AllowOutOfOrderMetadataProperties = true,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
