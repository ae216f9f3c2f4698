using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace BackendPlugins.Bench.Whole.Calls;

/// <summary>Resident memory of a .NET process after a collection: without one, what was thrown away counts as well.</summary>
internal static class ResidentMemory
{
    private const string Label = "VmRSS:";
    private const long CollectHeap = 0x800000;
    private const int Collections = 3;

    public static async Task<long> OfAsync(int process)
    {
        for (var round = 0; round < Collections; round++)
        {
            // A session with this keyword makes the runtime collect everything when it begins.
            using var session = await new DiagnosticsClient(process).StartEventPipeSessionAsync(
                [new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectHeap)], false, token: CancellationToken.None);
            var drained = session.EventStream.CopyToAsync(Stream.Null);
            // A session that ends before its collection takes it away; the runtime tells no other process when it has given memory back.
            await Task.Delay(TimeSpan.FromSeconds(4));
            await session.StopAsync(CancellationToken.None);
            await drained;
        }

        return Now(process);
    }

    private static long Now(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(text => text.StartsWith(Label, StringComparison.Ordinal));
        return long.Parse(line[Label.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
