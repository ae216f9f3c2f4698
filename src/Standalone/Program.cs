using BackendPlugins.Standalone;
using BackendPlugins.Standalone.Startup;

if (Arguments.AsksForHelp(args))
{
    Console.WriteLine(Arguments.Help);
    return 0;
}

try
{
    return await StandaloneProcess.RunAsync(args);
}
catch (StartupException exception)
{
    await Console.Error.WriteLineAsync($"standalone: {exception.Message}");
    return 1;
}
