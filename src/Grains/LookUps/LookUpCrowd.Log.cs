using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.LookUps;

internal sealed partial class LookUpCrowd
{
    [LoggerMessage(1203, LogLevel.Warning, "A joined look-up of {Count} jobs of {Plugin} got lost; each is asked for by itself")]
    private partial void LogRoundLost(string plugin, int count, Exception exception);

    [LoggerMessage(1204, LogLevel.Warning, "A job of {Plugin} could not be told what the list says of it")]
    private partial void LogNotTold(string plugin, Exception exception);
}
