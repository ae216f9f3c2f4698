namespace BackendPlugins.Cluster.Runner.Scenarios;

/// <summary>One attempt of a node, as its client and the service will play it.</summary>
internal sealed record AttemptScript
{
    public required string Execution { get; init; }

    public required string Node { get; init; }

    public required int Attempt { get; init; }

    /// <summary>Time in RUNNING at the service.</summary>
    public required TimeSpan Runs { get; init; }

    /// <summary>The reason with which it fails at the service; null where it succeeds.</summary>
    public string? Fails { get; init; }

    /// <summary>The reason with which the service refuses the insert; null where it takes it.</summary>
    public string? Refused { get; init; }

    /// <summary>The client deletes it this long after its create was answered; null where it does not.</summary>
    public TimeSpan? DeletedAfter { get; init; }

    /// <summary>The client goes on to the next attempt this long after the create was answered, while this one runs; null where it waits for the end.</summary>
    public TimeSpan? SupersededAfter { get; init; }

    /// <summary>The client sends the create again after it was accepted, as after a lost answer.</summary>
    public bool RepeatsCreate { get; init; }

    /// <summary>The client sends one create and does not care whether it is answered.</summary>
    public bool GivesUp { get; init; }

    /// <summary>The client never asks for it after the create.</summary>
    public bool Forgets { get; init; }

    /// <summary>The client deletes it after its end, as Flyte v2 does with every task.</summary>
    public bool DeletesEnded { get; init; }

    /// <summary>Its name: in the statement, so that the service's books tell it apart whatever id the job was given.</summary>
    public string Name => FormattableString.Invariant($"{Execution}/{Node}/{Attempt}");

    /// <summary>All attempts of the same node.</summary>
    public string Family => $"{Execution}/{Node}";

    /// <summary>The statement that makes the service play it.</summary>
    public string Statement
    {
        get
        {
            var fails = Fails is null ? "" : $" fail={Fails}";
            var refused = Refused is null ? "" : $" insert-error={Refused}";
            return FormattableString.Invariant($"SELECT '{Name}' /* sim: duration={(long)Runs.TotalMilliseconds}ms{fails}{refused} */");
        }
    }
}

/// <summary>A node of a workflow: one client sees it through, attempt after attempt.</summary>
/// <param name="StartsAt">When, from the start of the scenario.</param>
/// <param name="Pace">Time between two asks.</param>
/// <param name="Seed">Decides what the client draws while it runs.</param>
/// <param name="Attempts">In order; a later one runs when the one before failed retryably or was superseded.</param>
internal sealed record NodeScript(TimeSpan StartsAt, TimeSpan Pace, int Seed, IReadOnlyList<AttemptScript> Attempts);
