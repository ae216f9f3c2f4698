using BackendPlugins.Simulators.BigQuery;
using BackendPlugins.Standalone.Demo;
using BackendPlugins.Standalone.Startup;
using Microsoft.Extensions.Options;
using Serilog.Core;
using Serilog.Events;
using Spectre.Console;

namespace BackendPlugins.Standalone;

/// <summary>The process from its start to its end.</summary>
internal static class StandaloneProcess
{
    /// <summary>Runs until it is stopped, or until the demo is done where that was asked for.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="StartupException">It cannot start.</exception>
    public static async Task<int> RunAsync(string[] args)
    {
        var time = TimeProvider.System;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(Arguments.Read(args));

        var (grpcPort, httpPort, demo) = Startup(() => (
            builder.Configuration.GetValue("Grpc:Port", 8000),
            builder.Configuration.GetValue("Http:Port", 8080),
            builder.Configuration.GetSection(DemoOptions.Section).Get<DemoOptions>() ?? new DemoOptions()));
        using var data = DataFolder.Open(builder.Configuration["Data"] ?? "data");
        Ports.Require(grpcPort, "--grpc-port");
        Ports.Require(httpPort, "--http-port");

        var console = AnsiConsole.Console;
        if (Console.IsOutputRedirected)
        {
            // Lines in a file are not to be folded at the width of a terminal that is not there.
            console.Profile.Width = 200;
        }

        var live = demo.Jobs > 0 && console.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
        await using var simulator = StandaloneSettings.NamesBigQuery(builder.Configuration)
            ? null
            : await BigQuerySimulator.StartAsync(new BigQuerySimulatorOptions { Journal = data.SimulatorJournal }, time);
        // Until everything runs, what goes wrong is told in one line of its own; beside live bars, never.
        var logLevel = new LoggingLevelSwitch(LevelAlias.Off);
        await using var app = Startup(() =>
        {
            StandaloneSettings.AddDerived(builder.Configuration, data, simulator?.Endpoint);
            return StandaloneApplication.Build(builder, data, logLevel);
        });

        await StartAsync(app);
        logLevel.MinimumLevel = live ? LevelAlias.Off : LogEventLevel.Warning;
        Addresses.Write(console, builder.Configuration, grpcPort, httpPort, data, simulator?.Endpoint);
        var ending = app.WaitForShutdownAsync();
        if (demo.Jobs == 0)
        {
            await ending;
            return 0;
        }

        var good = await RunDemoAsync(new DemoSession(demo, data, grpcPort, simulator, console, live, time), app.Lifetime.ApplicationStopping);
        if (demo.ExitWhenDone)
        {
            await app.StopAsync();
            return good ? 0 : 1;
        }

        if (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            console.WriteLine($"Serving on; the jobs are at http://localhost:{httpPort}/ (Ctrl-C ends)");
        }

        await ending;
        return 0;
    }

    private static async Task<bool> RunDemoAsync(DemoSession session, CancellationToken stopping)
    {
        try
        {
            return await session.RunAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Grpc.Core.RpcException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception exception)
        {
            throw new StartupException(OneLine(exception), exception);
        }
    }

    private static T Startup<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (Exception exception) when (exception is not StartupException)
        {
            throw new StartupException(OneLine(exception), exception);
        }
    }

    private static string OneLine(Exception exception) => exception switch
    {
        OptionsValidationException broken => string.Join("; ", broken.Failures),
        AggregateException { InnerExceptions: [var only, ..] } => OneLine(only),
        _ => exception.Message.ReplaceLineEndings(" "),
    };
}
