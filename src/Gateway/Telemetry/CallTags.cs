namespace BackendPlugins.Gateway.Telemetry;

/// <summary>The tags of one kind of call.</summary>
/// <param name="Type">Task type: one that is served here, else <c>other</c>, since callers can send anything.</param>
/// <param name="Operation">create, get or delete.</param>
internal sealed record CallTags(KeyValuePair<string, object?> Type, KeyValuePair<string, object?> Operation);
