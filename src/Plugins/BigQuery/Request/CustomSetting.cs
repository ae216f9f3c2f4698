using System.Collections.Frozen;

namespace BackendPlugins.BigQuery;

/// <summary>Where a key of <c>template.custom</c> goes.</summary>
internal enum SettingPlace
{
    /// <summary><c>configuration.query</c>.</summary>
    Query,

    /// <summary><c>configuration</c>.</summary>
    Job,

    /// <summary>It means something to Flyte or to this plugin and is not sent as such.</summary>
    Flyte,
}

/// <summary>A key of <c>template.custom</c> that the plugin knows.</summary>
/// <param name="Name">As BigQuery spells it.</param>
/// <param name="Place">Where it goes.</param>
/// <param name="Kind">Its JSON form.</param>
/// <param name="Example">A legal value, for error messages; empty where none helps.</param>
internal sealed record CustomSetting(string Name, SettingPlace Place, SettingKind Kind, string Example = "")
{
    public const string ProjectId = "ProjectID";
    public const string Location = "Location";
    public const string Query = "query";
    public const string UseLegacySql = "useLegacySql";
    public const string ParameterMode = "parameterMode";
    public const string QueryParameters = "queryParameters";
    public const string ParameterOrder = "parameterOrder";
    public const string Labels = "labels";
    public const string JobTimeoutMs = "jobTimeoutMs";
    public const string Secrets = "secrets";
    public const string DryRun = "dryRun";

    /// <summary>By name in any case: Flyte's own keys are capitalised, and its Go plugin never minded the case.</summary>
    public static FrozenDictionary<string, CustomSetting> Known { get; } = All().ToFrozenDictionary(s => s.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>64-bit integers inside of object settings, by path.</summary>
    public static FrozenSet<string> NestedWholeNumberTexts { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "timePartitioning.expirationMs",
        "rangePartitioning.range.start",
        "rangePartitioning.range.end",
        "rangePartitioning.range.interval",
        "scriptOptions.statementTimeoutMs",
        "scriptOptions.statementByteBudget");

    private static IEnumerable<CustomSetting> All() =>
    [
        new(ProjectId, SettingPlace.Flyte, SettingKind.Text, "\"my-project\""),
        new(Location, SettingPlace.Flyte, SettingKind.Text, "\"EU\""),
        new(Query, SettingPlace.Flyte, SettingKind.Text),
        new(UseLegacySql, SettingPlace.Flyte, SettingKind.Flag),
        // Flyte's domain at registration, and what flyte-sdk and flytekit note for their own connectors.
        new("Domain", SettingPlace.Flyte, SettingKind.Any),
        new(Secrets, SettingPlace.Flyte, SettingKind.Any),
        new("configs", SettingPlace.Flyte, SettingKind.Any),
        new(ParameterOrder, SettingPlace.Flyte, SettingKind.List, "[\"first\", \"second\"]"),

        new(Labels, SettingPlace.Job, SettingKind.Object, "{\"team\": \"growth\"}"),
        new(JobTimeoutMs, SettingPlace.Job, SettingKind.WholeNumberText, "600000"),
        new(DryRun, SettingPlace.Job, SettingKind.Flag),
        new("reservation", SettingPlace.Job, SettingKind.Text, "\"projects/p/locations/EU/reservations/r\""),

        new("allowLargeResults", SettingPlace.Query, SettingKind.Flag),
        new("clustering", SettingPlace.Query, SettingKind.Object, "{\"fields\": [\"country\"]}"),
        new("connectionProperties", SettingPlace.Query, SettingKind.List, "[{\"key\": \"time_zone\", \"value\": \"UTC\"}]"),
        new("continuous", SettingPlace.Query, SettingKind.Flag),
        new("createDisposition", SettingPlace.Query, SettingKind.Text, "\"CREATE_IF_NEEDED\""),
        new("createSession", SettingPlace.Query, SettingKind.Flag),
        new("defaultDataset", SettingPlace.Query, SettingKind.Object, "{\"projectId\": \"p\", \"datasetId\": \"d\"}"),
        new("destinationEncryptionConfiguration", SettingPlace.Query, SettingKind.Object, "{\"kmsKeyName\": \"projects/...\"}"),
        new("destinationTable", SettingPlace.Query, SettingKind.Object, "{\"projectId\": \"p\", \"datasetId\": \"d\", \"tableId\": \"t\"}"),
        new("flattenResults", SettingPlace.Query, SettingKind.Flag),
        new("maximumBillingTier", SettingPlace.Query, SettingKind.WholeNumber, "1"),
        new("maximumBytesBilled", SettingPlace.Query, SettingKind.WholeNumberText, "1000000000"),
        new(ParameterMode, SettingPlace.Query, SettingKind.Text, "\"NAMED\""),
        new("preserveNulls", SettingPlace.Query, SettingKind.Flag),
        new("priority", SettingPlace.Query, SettingKind.Text, "\"BATCH\""),
        new(QueryParameters, SettingPlace.Query, SettingKind.List, "[{\"name\": \"x\", \"parameterType\": {\"type\": \"INT64\"}, \"parameterValue\": {\"value\": \"1\"}}]"),
        new("rangePartitioning", SettingPlace.Query, SettingKind.Object, "{\"field\": \"id\", \"range\": {\"start\": 0, \"end\": 100, \"interval\": 10}}"),
        new("schemaUpdateOptions", SettingPlace.Query, SettingKind.List, "[\"ALLOW_FIELD_ADDITION\"]"),
        new("scriptOptions", SettingPlace.Query, SettingKind.Object, "{\"keyResultStatement\": \"LAST\"}"),
        new("systemVariables", SettingPlace.Query, SettingKind.Object),
        new("tableDefinitions", SettingPlace.Query, SettingKind.Object),
        new("timePartitioning", SettingPlace.Query, SettingKind.Object, "{\"type\": \"DAY\"}"),
        new("useQueryCache", SettingPlace.Query, SettingKind.Flag),
        new("userDefinedFunctionResources", SettingPlace.Query, SettingKind.List, "[{\"inlineCode\": \"...\"}]"),
        new("writeDisposition", SettingPlace.Query, SettingKind.Text, "\"WRITE_TRUNCATE\""),
        new("writeIncrementalResults", SettingPlace.Query, SettingKind.Flag),
    ];
}
