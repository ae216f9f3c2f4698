using System.Net;
using System.Net.Sockets;
using BackendPlugins.Processes;

namespace BackendPlugins.Standalone.Tests;

/// <summary>What cannot start says why in one line and ends with code 1.</summary>
public sealed class StartupTests
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Any, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await FailsAsync([.. Ports(), "--data", folder.Data, "--grpc-port", $"{port}"], $"port {port}", "--grpc-port");
    }

    [Fact]
    public Task An_unwritable_data_folder_is_named() => FailsAsync([.. Ports(), "--data", "/dev/null/data"], "/dev/null/data", "--data");

    [Fact]
    public async Task A_data_folder_that_another_process_holds_is_named()
    {
        using var folder = new TemporaryFolder();
        await using var first = await StandaloneInstance.StartAsync(folder.Data);
        await FailsAsync([.. Ports(), "--data", folder.Data], folder.Data, "in use");
    }

    [Theory]
    [InlineData("--Polling:Minimum", "soon", "Polling:Minimum")]
    [InlineData("--Polling:Jitter", "7", "Jitter")]
    [InlineData("--Plugins:BigQuery:Endpoint", "not a url", "Endpoint")]
    [InlineData("--Plugins:BigQuery:Credentials", "guess", "Credentials")]
    [InlineData("--JobStore:Provider", "oracle", "JobStore:Provider")]
    [InlineData("--demo", "many", "Demo:Jobs")]
    [InlineData("--grpc-port", "99999", "--grpc-port")]
    public async Task A_broken_setting_is_named(string option, string value, string word)
    {
        using var folder = new TemporaryFolder();
        await FailsAsync([.. Ports(), "--data", folder.Data, option, value], word);
    }

    [Fact]
    public Task An_unknown_option_is_named() => FailsAsync(["--frobnicate"], "--frobnicate", "--help");

    [Fact]
    public async Task Interrupt_ends_it_cleanly()
    {
        using var folder = new TemporaryFolder();
        await using var service = await StandaloneInstance.StartAsync(folder.Data);
        await service.Program.SignalAsync("INT");
        (await service.Program.WaitForExitAsync(Most)).ShouldBe(0, service.Program.Text);
    }

    [Fact]
    public async Task Help_lists_the_options()
    {
        await using var program = ProgramOutput.Start("Standalone", "BackendPlugins.Standalone", "--help");
        (await program.WaitForExitAsync(Most)).ShouldBe(0);
        program.Text.ShouldContain("--exit-when-done");
    }

    private static string[] Ports() => ["--grpc-port", $"{StandaloneInstance.FreePort()}", "--http-port", $"{StandaloneInstance.FreePort()}"];

    private static async Task FailsAsync(IReadOnlyList<string> args, params string[] words)
    {
        await using var program = ProgramOutput.Start("Standalone", "BackendPlugins.Standalone", args);
        (await program.WaitForExitAsync(Most)).ShouldBe(1, program.Text);
        var line = program.Text.Split('\n').ShouldHaveSingleItem();
        line.ShouldStartWith("standalone: ");
        foreach (var word in words)
        {
            line.ShouldContain(word);
        }
    }
}
