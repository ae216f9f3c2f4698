namespace BackendPlugins.BigQuery;

/// <summary>The BigQuery type of a datetime input.</summary>
public enum DatetimeParameterType
{
    /// <summary>DATETIME: the UTC wall time without a zone.</summary>
    Datetime,

    /// <summary>TIMESTAMP: the instant.</summary>
    Timestamp,
}
