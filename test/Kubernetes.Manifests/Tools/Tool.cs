using System.Diagnostics;

namespace BackendPlugins.Kubernetes.Manifests.Tests.Tools;

/// <summary>A program of somebody else's, run to its end.</summary>
/// <param name="ExitCode">What it ended with.</param>
/// <param name="Output">What it printed on standard output.</param>
/// <param name="Errors">What it printed on standard error.</param>
internal sealed record Tool(int ExitCode, string Output, string Errors)
{
    public static async Task<Tool> RunAsync(
        string file, IEnumerable<string> args, string? input = null, string? folder = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file, args)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? Repository.Root,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var cancellation = TestContext.Current.CancellationToken;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        return new Tool(process.ExitCode, await output, await errors);
    }

    /// <summary>What it printed.</summary>
    public string Must()
    {
        ExitCode.ShouldBe(0, $"{Output}\n{Errors}");
        return Output;
    }
}
