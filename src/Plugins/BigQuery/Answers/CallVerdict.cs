namespace BackendPlugins.BigQuery;

/// <summary>What an error answer to a call proves.</summary>
internal enum CallVerdict
{
    /// <summary>Nothing.</summary>
    NoEvidence,

    /// <summary>The request was understood and turned down for good.</summary>
    Refused,

    /// <summary>There is no such thing; for jobs.insert, one that the query names.</summary>
    Missing,

    /// <summary>A job of that id exists.</summary>
    Exists,

    /// <summary>The job was made and failed inside the service: asking for it tells more.</summary>
    FailedInside,

    /// <summary>Not looked at, because too many calls came.</summary>
    Throttled,

    /// <summary>Not done, because a longer-lasting quota is used up.</summary>
    QuotaSpent,
}
