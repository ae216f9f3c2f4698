using System.Globalization;

namespace BackendPlugins.Bench.Whole.Calls;

/// <summary>Processor time of a process, as the kernel counts it.</summary>
internal static class ProcessorTime
{
    private const int TicksPerSecond = 100;

    public static TimeSpan Of(int process)
    {
        // After the name in parentheses: field 3 is the state, 14 and 15 are user and system time.
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / (double)TicksPerSecond);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
