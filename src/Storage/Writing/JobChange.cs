namespace BackendPlugins.Storage;

/// <summary>A change that one commit may carry together with others.</summary>
internal abstract record JobChange
{
    /// <summary>Roughly how many bytes it writes; bounds a group.</summary>
    public virtual int Weight => 0;

    /// <summary>The job; null where it is about many.</summary>
    public virtual string? Job => null;
}

/// <summary>The first write of a job.</summary>
internal sealed record InsertJob(JobRow Row) : JobChange
{
    public override int Weight => Row.DocumentUtf8.Length;

    public override string Job => Row.Key;
}

/// <summary>A further write of a job whose row has this version.</summary>
internal sealed record UpdateJob(JobRow Row, long Version) : JobChange
{
    public override int Weight => Row.DocumentUtf8.Length;

    public override string Job => Row.Key;
}

/// <summary>Removes a job whose row has this version; that it is gone already is as good.</summary>
internal sealed record DeleteJob(string Key, long Version) : JobChange
{
    public override string Job => Key;
}

/// <summary>Removes at most a batch of the jobs that ended before an instant (Unix milliseconds).</summary>
internal sealed record ForgetJobs(long EndedBefore, int Limit) : JobChange;
