using System.Text.Json;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>What an endpoint says of a job.</summary>
/// <param name="Phase">Its phase.</param>
/// <param name="Message">A sentence about it; may be empty.</param>
/// <param name="Links">Links for people.</param>
/// <param name="CustomInfo">Free facts: a JSON object; null for none.</param>
/// <param name="Outputs">Outputs by name; null where none are set.</param>
/// <param name="Error">The error of a job that failed; null for none, and always in v2, which has no place for it.</param>
internal sealed record TaskReport(
    TaskPhase Phase,
    string Message,
    IReadOnlyList<LogLink> Links,
    JsonElement? CustomInfo,
    IReadOnlyDictionary<string, Literal>? Outputs,
    TaskError? Error);

/// <summary>The error of a job.</summary>
/// <param name="Code">The service's own code; may be empty.</param>
/// <param name="Recoverable">Whether another attempt may do better.</param>
/// <param name="Origin">USER, SYSTEM or UNKNOWN.</param>
internal sealed record TaskError(string Code, bool Recoverable, string Origin);
