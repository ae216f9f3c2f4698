namespace BackendPlugins.Gateway;

/// <summary>Tags of health checks.</summary>
public static class HealthTags
{
    /// <summary>
    /// Checks that decide <c>/healthz/ready</c> and the gRPC health of all services. A host adds its own under this tag; none may
    /// follow a cloud or a database, since callers would be sent away from an endpoint that can answer them.
    /// </summary>
    public const string Ready = "ready";
}
