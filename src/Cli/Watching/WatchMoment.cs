using BackendPlugins.Cli.Endpoints;

namespace BackendPlugins.Cli.Watching;

/// <summary>A job at a moment of its watch.</summary>
/// <param name="Report">What the endpoint said last.</param>
/// <param name="Watched">Time since the watch began.</param>
/// <param name="InPhase">Time since the phase was first seen.</param>
/// <param name="Trouble">Why newer words are missing; null while the endpoint answers.</param>
internal sealed record WatchMoment(TaskReport Report, TimeSpan Watched, TimeSpan InPhase, string? Trouble);
