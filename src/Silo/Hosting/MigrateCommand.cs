using BackendPlugins.Hosting.Startup;
using BackendPlugins.Storage;

namespace BackendPlugins.Silo.Hosting;

/// <summary><c>migrate</c>: brings the job store's schema up to date and ends, so that silos need no right to change it.</summary>
internal static class MigrateCommand
{
    /// <summary>Runs it.</summary>
    /// <param name="args">Settings.</param>
    /// <param name="output">Where it says what it did.</param>
    /// <param name="errors">Where it says why it could not.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            var builder = Host.CreateApplicationBuilder(args);
            builder.Configuration.AddHostDefaults();
            builder.Configuration.AddInMemoryCollection([new("Logging:LogLevel:Default", "Warning")]);
            builder.Services.AddJobStore(builder.Configuration);
            using var host = builder.Build();
            var applied = host.Services.GetRequiredService<JobStoreMigrations>().Apply();
            await output.WriteLineAsync(applied.Count == 0 ? "The job store is up to date." : $"Applied to the job store: {string.Join(", ", applied)}.");
            return 0;
        }
        catch (Exception exception) when (StartFailure.OneLine(exception) is { } line)
        {
            await errors.WriteLineAsync($"The job store cannot be brought up to date: {line}");
            return 1;
        }
    }
}
