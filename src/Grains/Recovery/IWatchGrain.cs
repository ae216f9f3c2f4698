namespace BackendPlugins.Grains.Recovery;

/// <summary>
/// Which jobs a silo watches, asked by <see cref="Contracts.Operations.SiloQuestions"/>.
/// </summary>
[Alias("bp.IWatchGrain")]
internal interface IWatchGrain : IGrainWithStringKey
{
    /// <summary>Those of some jobs that the silo does not watch, from memory.</summary>
    /// <param name="keys">The jobs.</param>
    [Alias("unwatched"), ResponseTimeout("00:00:03")]
    Task<UnwatchedJobs> UnwatchedAsync(string[] keys);
}

/// <summary>An answer of <see cref="IWatchGrain"/>.</summary>
/// <param name="Silo">The silo that answers.</param>
/// <param name="Keys">The jobs that it does not watch.</param>
[GenerateSerializer, Alias("bp.UnwatchedJobs"), Immutable]
internal sealed record UnwatchedJobs([property: Id(0)] string Silo, [property: Id(1)] string[] Keys);
