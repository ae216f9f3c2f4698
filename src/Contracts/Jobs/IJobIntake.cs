using Orleans.Concurrency;

namespace BackendPlugins.Contracts;

/// <summary>
/// Accepts jobs without a look at their grains: a job that nobody knows yet is stored and answered for, and its grain is woken
/// afterwards. Registered where a silo runs in the process.
/// </summary>
public interface IJobIntake
{
    /// <inheritdoc cref="IJobGrain.CreateAsync"/>
    /// <param name="command">Who and what.</param>
    /// <param name="within">How long it may take, after which the answer is that the job store is out of reach.</param>
    /// <exception cref="TimeoutException">The job's grain was to answer, and did not in time.</exception>
    Task<CreateResult> CreateAsync(CreateJob command, TimeSpan within);
}

/// <summary>The intake of whichever silo a gateway is connected to. The key means nothing.</summary>
[Alias("bp.IJobIntakeGrain")]
public interface IJobIntakeGrain : IGrainWithIntegerKey
{
    /// <inheritdoc cref="IJobGrain.CreateAsync"/>
    [Alias("create"), AlwaysInterleave, ResponseTimeout("00:00:20")]
    Task<CreateResult> CreateAsync(CreateJob command);
}
