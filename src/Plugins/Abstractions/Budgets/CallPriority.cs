namespace BackendPlugins;

/// <summary>Who goes first where calls wait. A later one is more urgent.</summary>
public enum CallPriority
{
    /// <summary>A look at a job that has been watched for a while, or a page of a list.</summary>
    Poll,

    /// <summary>A look that somebody waits for: at a young job, or at one that is being cancelled.</summary>
    Look,

    /// <summary>A submit.</summary>
    Submit,

    /// <summary>A cancel.</summary>
    Cancel,
}
