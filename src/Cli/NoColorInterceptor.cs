using BackendPlugins.Cli.Commands;
using Spectre.Console;
using Spectre.Console.Cli;

namespace BackendPlugins.Cli;

/// <summary>Obeys <c>--no-color</c>. The console itself obeys the variable NO_COLOR.</summary>
internal sealed class NoColorInterceptor(CliEnvironment environment) : ICommandInterceptor
{
    public void Intercept(CommandContext context, CommandSettings settings)
    {
        if (settings is EndpointSettings { NoColor: true })
        {
            environment.Out.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
            environment.Error.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }
    }
}
