using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.LookUps;

internal sealed partial class LookUpCrowd
{
    [LoggerMessage(1203, LogLevel.Warning, "A joined look-up of {Count} jobs of {Plugin} got lost; each is asked for by itself")]
    private partial void LogRoundLost(string plugin, int count, Exception exception);
}
