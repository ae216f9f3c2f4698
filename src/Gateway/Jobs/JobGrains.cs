using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Contracts.Identity;
using Orleans.Metadata;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>
/// References to grains. The job's is built from its type and interface, resolved once: resolving at every call costs a tenth
/// of the throughput, and needs a cluster to be connected.
/// </summary>
internal sealed class JobGrains(IClusterClient client, IClusterGate gate)
{
    // A client sends all calls of one grain by way of one silo.
    private const int Intakes = 16;

    private readonly IJobIntake? _intakeHere = client.ServiceProvider.GetService<IJobIntake>();
    private readonly IJobIntakeGrain?[] _intakes = new IJobIntakeGrain?[Intakes];
    private long _catalog;
    private uint _intake;

    private static readonly GrainType JobType = GrainType.Create("job");

    private readonly GrainInterfaceType _jobInterface =
        client.ServiceProvider.GetRequiredService<GrainInterfaceTypeResolver>().GetGrainInterfaceType(typeof(IJobGrain));

    /// <summary>A job's grain.</summary>
    /// <exception cref="ClusterNotReadyException">No silo is known yet.</exception>
    public IJobGrain Job(JobKey key) => gate.IsOpen
        ? (IJobGrain)client.GetGrain(GrainId.Create(JobType, key.Value), _jobInterface)
        : throw new ClusterNotReadyException();

    /// <summary>Whether jobs are accepted in this process.</summary>
    public bool AcceptsHere => _intakeHere is not null;

    /// <summary>Has a job accepted: in this process where a silo runs in it, else by any silo.</summary>
    /// <exception cref="ClusterNotReadyException">No silo is known yet.</exception>
    /// <param name="command">Who and what.</param>
    /// <param name="within">How long it may take in this process; a call of a silo has a response timeout.</param>
    public Task<CreateResult> CreateAsync(CreateJob command, TimeSpan within)
    {
        if (!gate.IsOpen)
        {
            throw new ClusterNotReadyException();
        }

        return _intakeHere is { } here
            ? here.CreateAsync(command, within)
            : Intake() is { } intake ? intake.CreateAsync(command) : Job(command.Identity.Key).CreateAsync(command);
    }

    /// <summary>The catalog.</summary>
    /// <exception cref="ClusterNotReadyException">No silo that has it is known yet.</exception>
    public IJobCatalogGrain Catalog() => Catalog(0);

    /// <summary>The catalog, by way of another silo than the last time: one that gives no answer must not be asked again and again.</summary>
    /// <exception cref="ClusterNotReadyException">No silo that has it is known yet.</exception>
    public IJobCatalogGrain AnyCatalog() => Catalog(Interlocked.Increment(ref _catalog));

    /// <summary>Null where no silo has one: they are of an older version.</summary>
    private IJobIntakeGrain? Intake()
    {
        var number = Interlocked.Increment(ref _intake) % Intakes;
        ref var intake = ref _intakes[number];
        try
        {
            return intake ??= client.GetGrain<IJobIntakeGrain>(number);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private IJobCatalogGrain Catalog(long number)
    {
        try
        {
            return client.GetGrain<IJobCatalogGrain>(number);
        }
        catch (ArgumentException exception)
        {
            throw new ClusterNotReadyException(exception);
        }
    }
}
