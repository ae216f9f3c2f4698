using System.Runtime.InteropServices;
using BackendPlugins.Cli;

using var interrupted = new CancellationTokenSource();

// The first signal ends the command in good order; another one meets the runtime's own handling.
void Interrupt(PosixSignalContext signal)
{
    signal.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
}

using var controlC = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
return (int)await new CliApplication(CliEnvironment.OfProcess()).RunAsync(args, interrupted.Token);
