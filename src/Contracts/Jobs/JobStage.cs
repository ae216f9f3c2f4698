namespace BackendPlugins.Contracts;

/// <summary>Where a job stands in its life. Stored by name.</summary>
[GenerateSerializer, Alias("bp.JobStage")]
public enum JobStage
{
    /// <summary>The intent is stored; nothing has been sent to the service.</summary>
    Accepted = 0,

    /// <summary>A submit may be on its way or its outcome unknown.</summary>
    Submitting = 1,

    /// <summary>The service has confirmed the job.</summary>
    Tracked = 2,

    /// <summary>Over; nothing changes any more.</summary>
    Ended = 3,
}
