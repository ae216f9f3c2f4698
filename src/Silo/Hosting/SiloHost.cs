using BackendPlugins.Hosting.Startup;
using BackendPlugins.Silo.Health;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Silo.Hosting;

/// <summary>A silo as a process of its own.</summary>
internal static class SiloHost
{
    private const string Live = "live";
    private const string Ready = "ready";

    /// <summary>Builds it.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="standing">Is told how far the silo has come.</param>
    public static WebApplication Build(string[] args, SiloStanding standing)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.Configuration.AddHostDefaults();
        builder.AddBackendTelemetry("backend-plugins-silo").AddBackendConsole();
        var services = builder.Services;
        services.AddSingleton(HeldServices.Take(services, () => builder.AddBackendSilo()));
        services.AddSingleton(standing);
        services.AddHostedService<SiloStart>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<HostOptions>().Configure<IOptions<SiloOptions>>((host, silo) => host.ShutdownTimeout = silo.Value.StopTimeout);
        services.AddHealthChecks().AddCheck<SiloReadyCheck>("silo", tags: [Ready]).AddCheck<SiloLiveCheck>("loops", tags: [Live]);
        services.AddOptions<SiloHttpOptions>().BindConfiguration(SiloHttpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<SiloHttpOptions>>((kestrel, http) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenAnyIP(http.Value.Port);
        });

        var app = builder.Build();
        app.MapBackendMetrics();
        app.MapHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) });
        app.MapHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) });
        return app;
    }

    /// <summary>Runs it until it is stopped.</summary>
    /// <param name="args">Command line.</param>
    /// <param name="errors">Where it says why it cannot start.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors)
    {
        var standing = new SiloStanding();
        try
        {
            await using var app = Build(args, standing);
            await app.RunAsync();
        }
        catch (Exception exception) when (standing.Failure is null && StartFailure.OneLine(exception) is not null)
        {
            standing.Failure = exception;
        }

        if (standing.Failure is not { } failure)
        {
            return 0;
        }

        await errors.WriteLineAsync($"The silo cannot start: {StartFailure.OneLine(failure) ?? failure.ToString()}");
        return 1;
    }
}
