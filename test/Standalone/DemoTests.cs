using BackendPlugins.Processes;

namespace BackendPlugins.Standalone.Tests;

/// <summary>The README's first command.</summary>
public sealed class DemoTests
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Demo_ends_true_and_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var service = await StandaloneInstance.StartAsync(folder.Data, "--demo", "60", "--exit-when-done");
        (await service.Program.WaitForExitAsync(Most)).ShouldBe(0, service.Program.Text);
        Row(service, "accepted").ShouldBe("60");
        Row(service, "not ended").ShouldBe("0");
        Row(service, "duplicates").ShouldBe("0");
        Row(service, "accepted but never submitted").ShouldBe("0");
        Row(service, "GetTask errors").ShouldBe("0");
    }

    [Fact]
    public async Task Demo_killed_half_way_carries_on_with_the_same_jobs()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await StandaloneInstance.StartAsync(folder.Data, "--demo", "60"))
        {
            await first.Program.WaitForLineAsync(line => line.Contains("succeeded", StringComparison.Ordinal), Most);
            await first.Program.KillAsync();
        }

        await using var second = await StandaloneInstance.StartAsync(folder.Data, "--demo", "60", "--exit-when-done");
        (await second.Program.WaitForExitAsync(Most)).ShouldBe(0, second.Program.Text);
        second.Program.Text.ShouldContain("Carrying on with demo-");
        Row(second, "accepted").ShouldBe("60");
        Row(second, "duplicates").ShouldBe("0");
    }

    private static string Row(StandaloneInstance service, string name)
    {
        var line = service.Program.Text.Split('\n').First(text => text.Contains($"│ {name} ", StringComparison.Ordinal));
        return line.Split('│', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1];
    }
}
