using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Simulators.BigQuery.Hosting;

/// <summary>The simulator as a process: starts it, says where it is, and stops it on Ctrl-C or SIGTERM.</summary>
internal static class SimulatorCommand
{
    /// <returns>The exit code: 0 after a clean stop, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        if (args.Any(arg => arg is "--help" or "-h" or "-?"))
        {
            await output.WriteLineAsync(CommandLineOptions.Help);
            return 0;
        }

        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            var options = CommandLineOptions.Read(args);
            await using var simulator = await BigQuerySimulator.StartAsync(options, TimeProvider.System);
            await output.WriteLineAsync($"BigQuery simulator listens on {simulator.Endpoint}");
            await output.FlushAsync();
            await stopped.Task;
            return 0;
        }
        catch (Exception failure) when (failure is OptionsValidationException or FormatException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"BigQuery simulator cannot start: {failure.Message.ReplaceLineEndings(" ")}");
            return 1;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stopped.TrySetResult();
        }
    }
}
