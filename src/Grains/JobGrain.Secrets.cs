using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Grains;

/// <summary>Secrets that came with the task: in memory in clear, stored encrypted, gone with the end.</summary>
internal sealed partial class JobGrain
{
    /// <inheritdoc/>
    public async Task RenewSecretsAsync(SecretBundle secrets)
    {
        await LoadAsync();
        if (secrets.IsEmpty || secrets.Tag() == Secrets.Tag() || Wake() is null or { Stage: JobStage.Ended })
        {
            return;
        }

        // They serve at once; a store that is down only keeps them from surviving a restart.
        Unrest.Secrets = secrets;
        Show();
        try
        {
            if (await IntendAsync(job => job.Stage == JobStage.Ended ? job : job with { ProtectedSecrets = services.Protection.Protect(secrets) }))
            {
                LogSecretsRenewed(Key);
            }
        }
        catch (JobStoreUnavailableException silence)
        {
            LogStoreFailed(Key, silence.Message, exception: null);
        }

        WakeUp();
    }

    private void RecallSecrets(JobRecord job)
    {
        if (job.ProtectedSecrets is not { } text)
        {
            return;
        }

        if (services.Protection.Unprotect(text) is { } secrets)
        {
            Unrest.Secrets = secrets;
        }
        else
        {
            // Flyte v2 sends them with its next call.
            LogSecretsLost(Key);
        }
    }

    private PluginJob Mine() => new(_job!.Task, _job.External!) { Secrets = Secrets.Values };
}
