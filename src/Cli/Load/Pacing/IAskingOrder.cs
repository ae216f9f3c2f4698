using BackendPlugins.Cli.Load.Planning;

namespace BackendPlugins.Cli.Load.Pacing;

/// <summary>Which open job is asked for next, and when.</summary>
internal interface IAskingOrder
{
    /// <summary>Takes a job in: it exists at the endpoint now.</summary>
    void Add(LoadJob job);

    /// <summary>The next job to ask for, when its turn has come; null where none is left and none will come.</summary>
    ValueTask<LoadJob?> NextAsync(CancellationToken cancellationToken);

    /// <summary>Takes note that the question was answered or failed; a job that has ended is not asked for again.</summary>
    void Asked(LoadJob job);

    /// <summary>No further jobs come: workers end once all have ended.</summary>
    void Close();
}
