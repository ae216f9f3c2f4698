using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.LookUps;

internal sealed partial class LookUpRounds
{
    [LoggerMessage(1201, LogLevel.Information, "Lists of {Group} are of no use for {Seconds:0} s, jobs are asked for one by one: {Why}")]
    private partial void LogSuspended(string group, double seconds, string why);

    [LoggerMessage(1202, LogLevel.Error, "A list of {Group} could not be read")]
    private partial void LogFailed(string group, Exception exception);
}
