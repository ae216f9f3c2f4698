namespace BackendPlugins.Silo.Hosting;

/// <summary>How far the silo of this process has come.</summary>
internal sealed class SiloStanding
{
    private volatile bool _joined;

    private volatile Exception? _failure;

    /// <summary>Whether it has joined the cluster.</summary>
    public bool Joined
    {
        get => _joined;
        set => _joined = value;
    }

    /// <summary>Why it could not; null while it may still.</summary>
    public Exception? Failure
    {
        get => _failure;
        set => _failure = value;
    }
}
