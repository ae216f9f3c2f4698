namespace BackendPlugins.Grains.Tests;

/// <summary>What happens to a write of the store's.</summary>
internal enum StoreFault
{
    None,

    /// <summary>It fails without effect.</summary>
    FailBefore,

    /// <summary>It takes effect and its answer is lost.</summary>
    FailAfter,

    /// <summary>It has no effect and no answer, until the writer gives up or the test lets it go on.</summary>
    Hang,
}

/// <summary>A write as it reaches the store.</summary>
/// <param name="Key">The job's key.</param>
/// <param name="Record">What is written.</param>
/// <param name="Number">Counts the writes of this key, from 1.</param>
internal sealed record StoreWrite(string Key, Contracts.JobRecord Record, int Number);
