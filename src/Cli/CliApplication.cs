using System.Reflection;
using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Commands;
using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Failures;
using BackendPlugins.Cli.Listing;
using BackendPlugins.Cli.Output;
using BackendPlugins.Cli.Watching;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli;

/// <summary>The command line application: its commands, and how it ends.</summary>
internal sealed class CliApplication(CliEnvironment environment)
{
    public async Task<ExitCode> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken)
    {
        var arguments = LeadingOptions.MoveBehindCommand(args);
        try
        {
            return (ExitCode)await NewApp().RunAsync(arguments, cancellationToken);
        }
#pragma warning disable CA1031 // The outermost frame: whatever went wrong becomes words and an exit code.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            var failure = Failure.Of(problem, cancellationToken.IsCancellationRequested);
            new Screen(environment, OutputFormats.Guess(arguments)).Fail(failure);
            return failure.ExitCode;
        }
    }

    private CommandApp NewApp()
    {
        var services = new ServiceCollection();
        services.AddSingleton(environment);
        services.AddSingleton<EndpointConnector>();
        services.AddSingleton<JobListClient>();
        services.AddSingleton<WatchSession>();

        var app = new CommandApp(new TypeRegistrar(services));
        app.Configure(config =>
        {
            config.SetApplicationName("backendctl");
            config.SetApplicationVersion(Version());
            config.ConfigureConsole(environment.Out);
            config.SetInterceptor(new NoColorInterceptor(environment));
            config.UseStrictParsing();
            config.PropagateExceptions();
            config.TrimTrailingPeriods(false);
            config.Settings.MaximumIndirectExamples = CommandSet.Count;
            config.SetHelpProvider(new HelpWithExitCodes(config.Settings));
            CommandSet.AddTo(config);
        });
        return app;
    }

    private static string Version() =>
        typeof(CliApplication).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
