namespace BackendPlugins.BigQuery;

/// <summary>The JSON form that BigQuery wants of a setting.</summary>
internal enum SettingKind
{
    Text,
    Flag,

    /// <summary>A JSON number without a fraction.</summary>
    WholeNumber,

    /// <summary>A 64-bit integer, which BigQuery takes as a JSON string.</summary>
    WholeNumberText,
    Object,
    List,

    /// <summary>Taken as it is.</summary>
    Any,
}
