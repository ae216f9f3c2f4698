namespace BackendPlugins.Grains.Tests.Model;

/// <summary>What happens to a job.</summary>
public enum Act
{
    Create,

    /// <summary>The same attempt with another statement.</summary>
    CreateOther,

    Delete,

    Get,

    /// <summary>Nothing but time.</summary>
    Wait,

    /// <summary>The job at the service ends well, if it runs.</summary>
    Succeed,

    /// <summary>The job at the service ends badly, if it runs.</summary>
    Fail,

    /// <summary>The next submit has no effect, and no answer.</summary>
    LoseSubmit,

    /// <summary>The next submit has its effect, and no answer.</summary>
    LoseSubmitAnswer,

    /// <summary>The next look-up has no answer.</summary>
    LoseLookUp,

    /// <summary>The next cancel has no effect, and no answer.</summary>
    LoseCancel,

    /// <summary>The next cancel has its effect, and no answer.</summary>
    LoseCancelAnswer,

    /// <summary>The next write has no effect.</summary>
    RefuseWrite,

    /// <summary>The next write has its effect, and no answer.</summary>
    LoseWriteAnswer,

    /// <summary>The grain leaves memory.</summary>
    Deactivate,

    /// <summary>Another activation of the job has written.</summary>
    Usurp,
}
