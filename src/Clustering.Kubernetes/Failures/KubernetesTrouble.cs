namespace BackendPlugins.Clustering.Kubernetes;

/// <summary>What kept a call of the Kubernetes API from doing its work.</summary>
public enum KubernetesTrouble
{
    /// <summary>No answer, or one that says to come back later. Passes by itself.</summary>
    OutOfReach,

    /// <summary>The custom resource definition is not installed.</summary>
    NotInstalled,

    /// <summary>The object or its namespace does not exist.</summary>
    Absent,

    /// <summary>The credentials are not accepted.</summary>
    Unauthorized,

    /// <summary>The credentials lack a right.</summary>
    Forbidden,

    /// <summary>The object has been changed by another, or exists.</summary>
    Conflict,

    /// <summary>The table has outgrown what one object can hold.</summary>
    TooLarge,

    /// <summary>The API server refuses for another reason, in its own words.</summary>
    Refused,

    /// <summary>Whether a write has been done cannot be told.</summary>
    Unknown,

    /// <summary>No way to the API is configured, or an object belongs to another cluster.</summary>
    Misconfigured,
}
