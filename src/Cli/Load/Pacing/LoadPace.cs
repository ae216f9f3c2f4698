namespace BackendPlugins.Cli.Load.Pacing;

/// <summary>How calls are paced.</summary>
/// <param name="Callers">How many questions are under way at once.</param>
/// <param name="Creates">How many creates are under way at once.</param>
/// <param name="Connections">Connections that the calls are spread over.</param>
internal abstract record LoadPace(int Callers, int Creates, int Connections);

/// <summary>
/// As FlytePropeller: every open job is queued once in a resync interval, workers ask for what is queued, and a token bucket
/// holds back the questions, another one the creates and deletes.
/// </summary>
/// <param name="Workers">Workers that ask.</param>
/// <param name="Rate">Calls a second of each bucket.</param>
/// <param name="Burst">Calls at once of each bucket.</param>
/// <param name="Resync">The resync interval.</param>
/// <param name="Creates">Creates at once: propeller's own workers.</param>
/// <param name="Connections">Connections; propeller keeps one.</param>
internal sealed record PropellerPace(int Workers, double Rate, int Burst, TimeSpan Resync, int Creates, int Connections)
    : LoadPace(Workers, Creates, Connections);

/// <summary>Callers that ask for one open job after the other without a pause.</summary>
/// <param name="Callers">How many; also creates at once.</param>
/// <param name="Connections">Connections.</param>
internal sealed record EagerPace(int Callers, int Connections) : LoadPace(Callers, Callers, Connections);
