using Orleans.Concurrency;

namespace BackendPlugins.Grains.LookUps;

/// <summary>
/// Gathers the due asks of all silos for the jobs of one group and answers them from one reading of the service's list. Its key is
/// the group's: plugin, credential's tag, project.
/// </summary>
[Alias("bp.ILookUpRoundsGrain")]
internal interface ILookUpRoundsGrain : IGrainWithStringKey
{
    /// <summary>Answers when the round that takes the asks in has come to all of them, or is over. A long list takes minutes.</summary>
    /// <param name="question">The asks.</param>
    [Alias("ask"), AlwaysInterleave, ResponseTimeout("00:05:00")]
    Task<LookUpAnswer> AskAsync(LookUpQuestion question);
}
