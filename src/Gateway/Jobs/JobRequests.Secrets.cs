using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>Secrets that v2 sends with every call: a job works with the newest.</summary>
internal sealed partial class JobRequests
{
    /// <summary>
    /// Hands newer secrets to a job. What goes wrong with it is logged and does not fail the call that brought them: the next
    /// one brings them again.
    /// </summary>
    public async Task RenewSecretsAsync(JobSnapshot job, SecretBundle secrets, CallBudget budget)
    {
        if (secrets.IsEmpty || job.Phase.IsEnd() || secrets.Tag() == job.SecretsTag)
        {
            return;
        }

        try
        {
            await calls.RunAsync(
                (grains, job.Key, secrets),
                static async (state, _) =>
                {
                    await state.grains.Job(state.Key).RenewSecretsAsync(state.secrets);
                    return true;
                },
                budget,
                Pool(job.Key));
        }
        catch (Exception exception)
        {
            LogRenewFailed(job.Key, exception);
        }
    }

    /// <summary>Promises to cancel the job, with the newest secrets: the cancel itself may need them.</summary>
    public async Task DeleteAsync(JobAddress address, string reason, SecretBundle secrets, CallBudget budget)
    {
        if (!secrets.IsEmpty
            && ended.Find(address.Key.Value) is null
            && await calls.RunAsync((grains, address.Key), static (state, _) => state.grains.Job(state.Key).GetAsync(), budget, Pool(address.Key)) is { } job)
        {
            await RenewSecretsAsync(job, secrets, budget);
        }

        await DeleteAsync(address, reason, budget);
    }

    [LoggerMessage(3101, LogLevel.Warning, "Newer secrets of job {JobId} could not be handed over; the next call brings them again")]
    private partial void LogRenewFailed(JobKey jobId, Exception exception);
}
