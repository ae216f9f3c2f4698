using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.Budgets;

internal sealed partial class BudgetKeeper
{
    [LoggerMessage(1301, LogLevel.Warning, "The cluster's call budgets cannot be reached; this silo keeps to its equal part of the limits")]
    private partial void LogOutOfReach(Exception exception);
}
