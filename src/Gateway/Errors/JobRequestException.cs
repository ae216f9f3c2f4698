namespace BackendPlugins.Gateway;

/// <summary>Why a request about a job was not done.</summary>
internal enum RequestFault
{
    /// <summary>The caller has to change the request.</summary>
    Invalid,

    /// <summary>What it is about does not exist.</summary>
    NotFound,

    /// <summary>Another request holds the same identity.</summary>
    Conflict,

    /// <summary>This system cannot answer at the moment; the same request may work later.</summary>
    Unavailable,

    /// <summary>This system does not do that.</summary>
    Unimplemented,
}

/// <summary>A request that ends without what it asked for, in words for its caller. Every protocol has its own form for it.</summary>
internal sealed class JobRequestException : Exception
{
    public JobRequestException(RequestFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    public RequestFault Fault { get; }

    public static JobRequestException Invalid(string message) => new(RequestFault.Invalid, message);

    public static JobRequestException NotFound(string message) => new(RequestFault.NotFound, message);

    public static JobRequestException Unavailable(string message, Exception? inner = null) =>
        new(RequestFault.Unavailable, message, inner);
}
