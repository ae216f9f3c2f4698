using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;
using Orleans.Concurrency;

namespace BackendPlugins.Grains.Intake;

/// <summary>The door to this silo's intake for gateways in other processes.</summary>
[GrainType("job-intake")]
[StatelessWorker]
internal sealed class JobIntakeGrain(JobIntake intake) : Grain, IJobIntakeGrain
{
    /// <inheritdoc/>
    public Task<CreateResult> CreateAsync(CreateJob command) => intake.CreateAsync(command, StoreWait.Limit);
}
