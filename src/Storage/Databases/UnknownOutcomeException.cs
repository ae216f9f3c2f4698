namespace BackendPlugins.Storage;

/// <summary>A commit was sent and not confirmed: the group may or may not be durable.</summary>
internal sealed class UnknownOutcomeException(Exception inner) : Exception(inner.Message, inner);
