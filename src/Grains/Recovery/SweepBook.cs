namespace BackendPlugins.Grains.Recovery;

/// <summary>What the last sweep of this silo found.</summary>
internal sealed class SweepBook(TimeProvider time)
{
    private long _endedAt = time.GetTimestamp();
    private int _homeless;
    private int _unreached;

    /// <summary>Time since a sweep ended well; since the start where none has.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref _endedAt));

    /// <summary>Jobs of the share whose category no silo serves.</summary>
    public int Homeless => Volatile.Read(ref _homeless);

    /// <summary>Jobs of the share whose grain could not be reached.</summary>
    public int Unreached => Volatile.Read(ref _unreached);

    /// <summary>A sweep has ended well.</summary>
    /// <param name="homeless">See <see cref="Homeless"/>.</param>
    /// <param name="unreached">See <see cref="Unreached"/>.</param>
    public void Ended(int homeless, int unreached)
    {
        Volatile.Write(ref _homeless, homeless);
        Volatile.Write(ref _unreached, unreached);
        Volatile.Write(ref _endedAt, time.GetTimestamp());
    }
}
