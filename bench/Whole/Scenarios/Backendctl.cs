using System.Text.Json;
using BackendPlugins.Bench.Whole.Parties;
using BackendPlugins.Processes;

namespace BackendPlugins.Bench.Whole.Scenarios;

/// <summary>The product's own load tool as a process.</summary>
internal static class Backendctl
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(15);

    /// <summary>Runs a load and answers its figures.</summary>
    /// <exception cref="InvalidOperationException">The load was not good.</exception>
    public static async Task<JsonElement> LoadAsync(Party product, params IReadOnlyList<string> args)
    {
        var report = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.html");
        await using var program = ProgramOutput.Start(
            "Cli", "backendctl",
            ["load", "--endpoint", $"http://{product.Endpoint}", "--http", product.Http!.AbsoluteUri, "--books", product.Service!.AbsoluteUri,
                "--report", report, "-o", "json", .. args]);
        var code = await program.WaitForExitAsync(Most);
        File.Delete(report);
        return code == 0
            ? JsonElement.Parse(program.Text).GetProperty("figures")
            : throw new InvalidOperationException($"The load ended with {code}: {program.Text}");
    }

    /// <summary>Asks several times a second for each open job: what it tells of delays is the backend's, not propeller's.</summary>
    public static IReadOnlyList<string> Attentive { get; } = ["--qps", "2000", "--burst", "2000", "--workers", "32", "--resync", "200ms"];
}
