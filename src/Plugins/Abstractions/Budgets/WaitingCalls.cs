namespace BackendPlugins;

/// <summary>The calls of one budget that wait for their turn: the more urgent first, each kind in order of arrival. The budget's lock guards it.</summary>
internal sealed class WaitingCalls
{
    private readonly LinkedList<WaitingCall>[] _lines = [.. Enum.GetValues<CallPriority>().Select(_ => new LinkedList<WaitingCall>())];

    /// <summary>How many wait.</summary>
    public int Count => _lines.Sum(line => line.Count);

    /// <summary>How many wait that are as urgent or more.</summary>
    public int From(CallPriority priority) => _lines.Skip((int)priority).Sum(line => line.Count);

    /// <summary>One more waits.</summary>
    public WaitingCall Add(CallPriority priority) => new(_lines[(int)priority]);

    /// <summary>Whose turn it is; null where nobody waits.</summary>
    public WaitingCall? Next()
    {
        for (var line = _lines.Length - 1; line >= 0; line--)
        {
            if (_lines[line].First is { } first)
            {
                return first.Value;
            }
        }

        return null;
    }
}
