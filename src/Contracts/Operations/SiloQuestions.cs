using Orleans.Runtime.Placement;

namespace BackendPlugins.Contracts.Operations;

/// <summary>Asks a silo of what it alone knows.</summary>
public static class SiloQuestions
{
    /// <summary>
    /// Asks the grain whose key is a silo's address, and has it placed there. Where it is placed by chance it heeds the wish, unless
    /// it lives elsewhere already: an answer has to say which silo gave it.
    /// </summary>
    /// <typeparam name="TGrain">A grain that tells of the silo that it is on.</typeparam>
    /// <typeparam name="T">The answer.</typeparam>
    /// <param name="grains">The cluster.</param>
    /// <param name="silo">The silo.</param>
    /// <param name="question">Calls the grain.</param>
    public static Task<T> AskSiloAsync<TGrain, T>(this IGrainFactory grains, SiloAddress silo, Func<TGrain, Task<T>> question)
        where TGrain : IGrainWithStringKey
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(question);
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        try
        {
            return question(grains.GetGrain<TGrain>(silo.ToParsableString()));
        }
        finally
        {
            RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        }
    }
}
