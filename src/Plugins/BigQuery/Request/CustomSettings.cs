using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>What <c>template.custom</c> says, checked and sorted by where it goes.</summary>
internal sealed class CustomSettings
{
    private readonly Dictionary<string, JsonNode> _flyte = [];

    private CustomSettings()
    {
    }

    /// <summary>Google Cloud project; null where the template names none.</summary>
    public string? Project => Text(CustomSetting.ProjectId);

    /// <summary>Region; null where the service decides.</summary>
    public string? Location => Text(CustomSetting.Location);

    /// <summary>A statement given as a setting; null for none.</summary>
    public string? Statement => Text(CustomSetting.Query);

    /// <summary>Names of inputs in the order of positional parameters; null where the template gives none.</summary>
    public JsonArray? ParameterOrder => _flyte.GetValueOrDefault(CustomSetting.ParameterOrder)?.AsArray();

    /// <summary>Names of secrets by what they are for; null for none.</summary>
    public JsonObject? Secrets => _flyte.GetValueOrDefault(CustomSetting.Secrets) as JsonObject;

    /// <summary>Settings of <c>configuration</c>.</summary>
    public JsonObject Job { get; } = [];

    /// <summary>Settings of <c>configuration.query</c>: the known ones as BigQuery spells them, others as given.</summary>
    public JsonObject Query { get; } = [];

    /// <summary>Whether the service only estimates the query.</summary>
    public bool DryRun => Job[CustomSetting.DryRun]?.GetValue<bool>() ?? false;

    /// <summary>Reads it.</summary>
    /// <exception cref="TaskRefusedException">A setting is of the wrong type, stands there twice, or is unknown where that is refused.</exception>
    public static CustomSettings Read(JsonElement? custom, UnknownKeys unknown)
    {
        var settings = new CustomSettings();
        if (custom is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } element)
        {
            return settings;
        }

        if (element.ValueKind is not JsonValueKind.Object)
        {
            throw new TaskRefusedException("template.custom", $"must be an object; got {SettingValue.Given(element)}");
        }

        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind is not JsonValueKind.Null)
            {
                settings.Add(property, unknown, given);
            }
        }

        return settings;
    }

    /// <summary>How an author finds a key.</summary>
    public static string FieldOf(string key) => $"template.custom[\"{key}\"]";

    private void Add(JsonProperty property, UnknownKeys unknown, Dictionary<string, string> given)
    {
        var field = FieldOf(property.Name);
        if (!CustomSetting.Known.TryGetValue(property.Name, out var setting))
        {
            if (unknown is UnknownKeys.Refuse)
            {
                throw new TaskRefusedException(field, $"is no setting that this version knows; remove it, or set {BigQueryOptions.Section}:UnknownKeys to Pass");
            }

            Query[property.Name] = SettingValue.Copy(property.Value, property.Name);
            return;
        }

        if (!given.TryAdd(property.Name, property.Name))
        {
            throw new TaskRefusedException(field, $"is given twice, also as \"{given[property.Name]}\"; remove one of them");
        }

        var value = SettingValue.Convert(field, setting, property.Value);
        switch (setting.Place)
        {
            case SettingPlace.Query:
                Query[setting.Name] = value;
                break;
            case SettingPlace.Job:
                Job[setting.Name] = value;
                break;
            default:
                _flyte[setting.Name] = value;
                break;
        }
    }

    private string? Text(string key) => _flyte.TryGetValue(key, out var value) && value.GetValue<string>() is { Length: > 0 } text ? text : null;
}
