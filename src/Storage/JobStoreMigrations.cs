using BackendPlugins.Contracts.Catalog;
using DbUp.Engine;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Storage;

/// <summary>
/// Brings the job store's schema up to date. Runs by itself before a host's services start; a host that wants the failure
/// earlier, or nothing else, asks for it from its services.
/// </summary>
public sealed partial class JobStoreMigrations
{
    private readonly IJobDatabase _database;
    private readonly ILogger<JobStoreMigrations> _log;

    internal JobStoreMigrations(IJobDatabase database, ILogger<JobStoreMigrations> log)
    {
        _database = database;
        _log = log;
    }

    /// <summary>
    /// Creates the schema where there is none and applies the scripts that are missing; all of them or none. Of several
    /// processes that ask at once one does it, and the others return when it has.
    /// </summary>
    /// <returns>The names of the scripts that were applied.</returns>
    /// <exception cref="JobStoreUnavailableException">The database cannot be created or changed; the message names it.</exception>
    public IReadOnlyList<string> Apply()
    {
        using var exclusive = _database.Prepare();
        var result = Engine().PerformUpgrade();
        if (!result.Successful)
        {
            var script = result.ErrorScript is { } failed ? $" at script {failed.Name}" : "";
            throw new JobStoreUnavailableException(
                $"The {_database.Description} cannot be opened or brought up to date{script}: {result.Error.Message}", result.Error);
        }

        var applied = result.Scripts.Select(script => script.Name).ToList();
        foreach (var script in applied)
        {
            LogApplied(script, _database.Description);
        }

        return applied;
    }

    /// <summary>Makes sure that no script is missing, without changing anything.</summary>
    /// <exception cref="JobStoreUnavailableException">A script is missing, or the database is out of reach; the message says which.</exception>
    public void Verify()
    {
        List<string> missing;
        using (_database.Prepare())
        {
            missing = [.. Engine().GetScriptsToExecute().Select(script => script.Name)];
        }

        if (missing.Count > 0)
        {
            throw new JobStoreUnavailableException(
                $"The {_database.Description} lacks {string.Join(", ", missing)}: apply the migrations first, or set JobStore:MigrateAtStart to true.");
        }
    }

    // DbUp logs to the console by itself and repeats an error that we throw.
    private UpgradeEngine Engine() => _database.Upgrade()
        .WithScriptsEmbeddedInAssembly(typeof(JobStoreMigrations).Assembly, name => name.StartsWith(_database.Migrations, StringComparison.Ordinal))
        .WithTransaction()
        .WithVariablesDisabled()
        .LogToNowhere()
        .Build();

    [LoggerMessage(4201, LogLevel.Information, "Applied {Script} to the {Database}")]
    private partial void LogApplied(string script, string database);
}
