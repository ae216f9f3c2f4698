using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains;

/// <summary>How attempts of one node make way for each other.</summary>
internal sealed partial class JobGrain
{
    /// <summary>A new attempt cancels the ones before it; an attempt that comes late gives way to the newer one.</summary>
    /// <returns>False where the store did not answer.</returns>
    private async Task<bool> SettleFamilyAsync(CancellationToken cancellationToken)
    {
        var identity = _job!.Identity;
        if (_job.Stage != JobStage.Accepted || identity.Family == identity.Key.Value)
        {
            return true;
        }

        try
        {
            foreach (var other in await services.Catalog.FamilyAsync(identity.Family, cancellationToken))
            {
                if (other.Attempt < identity.Attempt)
                {
                    var outcome = await GrainFactory.GetGrain<IJobGrain>(other.Key).DeleteAsync($"superseded by attempt {identity.Attempt}");
                    if (outcome == DeleteOutcome.StoreUnavailable)
                    {
                        return false;
                    }
                }
                else if (other.Attempt > identity.Attempt)
                {
                    return await IntendAsync(known => JobLife.RequestCancel(known, $"superseded by attempt {other.Attempt}", services.Time.GetUtcNow()));
                }
            }

            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogStoreFailed(Key, StoreWait.Words(exception), StoreWait.Unexpected(exception));
            return false;
        }
    }
}
