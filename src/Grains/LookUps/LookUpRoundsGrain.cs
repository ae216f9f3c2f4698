using BackendPlugins.Grains.Plugins;
using BackendPlugins.Grains.Scheduling;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Placement;

namespace BackendPlugins.Grains.LookUps;

/// <summary>Holds the rounds of one group for the whole cluster. It lives where it was first asked: that silo has the plugin.</summary>
[GrainType("lookups")]
[PreferLocalPlacement]
internal sealed class LookUpRoundsGrain(PluginCatalog plugins, IOptions<PollingOptions> options, TimeProvider time, ILogger<LookUpRounds> logger)
    : Grain, ILookUpRoundsGrain
{
    private LookUpRounds? _rounds;

    public static string KeyOf(string plugin, string group) => $"{plugin}/{group}";

    /// <inheritdoc/>
    public Task<LookUpAnswer> AskAsync(LookUpQuestion question)
    {
        if (_rounds is null && plugins.Named(question.Plugin) is IListsJobs lister)
        {
            _rounds = new LookUpRounds(lister, this.GetPrimaryKeyString()[(question.Plugin.Length + 1)..], options.Value, time, logger);
        }

        return _rounds?.AskAsync(question) ?? Task.FromResult(LookUpAnswer.Nothing);
    }
}
