using System.Diagnostics;
using System.Globalization;
using BackendPlugins.Cli.Tests.Fakes;

namespace BackendPlugins.Cli.Tests.Commands;

/// <summary>The program as a process.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_a_watch_with_130(string signal)
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        using var program = Start("watch", Jobs.Key, "--endpoint", endpoint.Address);
        using var patience = new CancellationTokenSource(Patience);
        (await program.StandardOutput.ReadLineAsync(patience.Token)).ShouldNotBeNull().ShouldEndWith("RUNNING running");

        using var kill = Process.Start("kill", ["-s", signal, program.Id.ToString(CultureInfo.InvariantCulture)]);
        var error = await program.StandardError.ReadToEndAsync(patience.Token);
        await program.WaitForExitAsync(patience.Token);
        program.ExitCode.ShouldBe(130, error);
        error.ShouldContain("The job goes on.");
    }

    [Fact]
    public async Task A_pipe_gets_whole_lines_without_colours()
    {
        await using var endpoint = await FakeEndpoint.StartAsync();
        endpoint.Backend.Script[0] = new FakeReport(FakeReport.Running, new string('x', 500));
        using var program = Start("get", Jobs.Key, "--endpoint", endpoint.Address);
        using var patience = new CancellationTokenSource(Patience);
        var output = await program.StandardOutput.ReadToEndAsync(patience.Token);
        await program.WaitForExitAsync(patience.Token);

        program.ExitCode.ShouldBe(0);
        output.ShouldBe($"phase      RUNNING\nmessage    {new string('x', 500)}\n");
    }

    private static Process Start(params string[] args)
    {
        // The program's own output beside ours: the copy among the tests lacks what ASP.NET brings along here.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "Cli", configuration, "backendctl.dll");
        // A shell's background job ignores INT, and so would its children.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }
}
