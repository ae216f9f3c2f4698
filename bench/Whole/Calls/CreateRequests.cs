using System.Globalization;
using System.Text;
using BackendPlugins.Bench.Whole.Parties;
using BackendPlugins.Flyte.V1;
using Google.Protobuf;

namespace BackendPlugins.Bench.Whole.Calls;

/// <summary>
/// CreateTask requests of tasks that differ in their node, as bytes: one is written, the others are copies of it with another
/// number. Whoever calls shares the machine with what is measured.
/// </summary>
internal sealed class CreateRequests
{
    // As many digits in every number, so that each stands in the same places.
    private const int First = 1_000_000_000;
    private const int Digits = 10;

    private readonly byte[] _pattern;
    private readonly IReadOnlyList<int> _places;
    private int _number;

    /// <summary>Writes the pattern.</summary>
    /// <param name="duration">How long each task's job runs.</param>
    public CreateRequests(TimeSpan duration)
    {
        _pattern = TaskRequests.ToWire(RunningJobs.TaskOf(First, duration)).ToByteArray();
        _places = Places(_pattern, Encoding.ASCII.GetBytes(First.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The request for a task that was not requested before.</summary>
    public byte[] Next()
    {
        var request = _pattern.AsSpan().ToArray();
        var number = First + Interlocked.Increment(ref _number);
        foreach (var place in _places)
        {
            number.TryFormat(request.AsSpan(place, Digits), out _, provider: CultureInfo.InvariantCulture);
        }

        return request;
    }

    private static List<int> Places(ReadOnlySpan<byte> text, ReadOnlySpan<byte> wanted)
    {
        var places = new List<int>();
        for (var from = 0; text[from..].IndexOf(wanted) is >= 0 and var found; from += found + wanted.Length)
        {
            places.Add(from + found);
        }

        return places;
    }
}
