namespace BackendPlugins.Kubernetes.ApiServer.Serving;

/// <summary>What goes wrong with a request.</summary>
public enum ApiFault
{
    /// <summary>The connection ends before anything is done.</summary>
    CutBefore,

    /// <summary>The request is done and the connection ends before the answer.</summary>
    CutAfter,

    /// <summary>No answer comes for as long as the client waits; nothing is done.</summary>
    Silence,

    /// <summary>The request is done, and no answer comes for as long as the client waits.</summary>
    SilenceAfter,

    /// <summary>409 Conflict, though nobody has written.</summary>
    Conflict,

    /// <summary>429 with Retry-After.</summary>
    Overload,

    /// <summary>500.</summary>
    Internal,

    /// <summary>500 of etcd: the object is too large.</summary>
    TooLarge,
}
