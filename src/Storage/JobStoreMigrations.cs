using BackendPlugins.Contracts.Catalog;
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

    /// <summary>Creates the database where there is none and applies the scripts that are missing; all of them or none.</summary>
    /// <exception cref="JobStoreUnavailableException">The database cannot be created or changed; the message names it.</exception>
    public void Apply()
    {
        using var exclusive = _database.Prepare();
        // DbUp logs to the console by itself and repeats an error that we throw.
        var result = _database.Upgrade()
            .WithScriptsEmbeddedInAssembly(typeof(JobStoreMigrations).Assembly, name => name.StartsWith(_database.Migrations, StringComparison.Ordinal))
            .WithTransaction()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            var script = result.ErrorScript is { } failed ? $" at script {failed.Name}" : "";
            throw new JobStoreUnavailableException(
                $"The {_database.Description} cannot be opened or brought up to date{script}: {result.Error.Message}", result.Error);
        }

        foreach (var script in result.Scripts)
        {
            LogApplied(script.Name, _database.Description);
        }
    }

    [LoggerMessage(4201, LogLevel.Information, "Applied {Script} to the {Database}")]
    private partial void LogApplied(string script, string database);
}
