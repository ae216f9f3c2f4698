using System.Collections.Concurrent;
using BackendPlugins.Contracts;
using Orleans.Core.Internal;

namespace BackendPlugins.Grains.Tests.Model;

/// <summary>
/// Plays a history against the grain, and holds each answer against the little that a caller may rely on. What the grain does
/// between two acts is its own affair.
/// </summary>
internal sealed class PlayedJob(JobWorld world, ModelService service, string node, History history)
{
    private readonly JobInWorld _job = world.Job(Tasks.Request(node));
    private readonly JobInWorld _other = world.Job(Tasks.Request(node, statement: "select 2"));
    private readonly ModelJob _atService = service.Of(node);
    private readonly ConcurrentQueue<StoreFault> _storeFaults = new();

    private bool _storeFailed;
    private bool _createTried;
    private bool _accepted;
    private bool _deleteTried;
    private bool _deletePromised;
    private JobPhase? _end;

    public string Key => _job.Key;

    public int Length => history.Acts.Count;

    /// <summary>Whether it has ended in the store, if it is there.</summary>
    public bool IsOver => Stored is not { Stage: not JobStage.Ended };

    private JobRecord? Stored => world.Store.Stored(Key);

    /// <summary>The fault of this job's next write.</summary>
    public StoreFault NextStoreFault() => _storeFaults.TryDequeue(out var fault) ? fault : StoreFault.None;

    public async Task ActAsync(int number)
    {
        if (number >= history.Acts.Count)
        {
            return;
        }

        var act = history.Acts[number];
        switch (act)
        {
            case Act.Create:
                await CreateAsync();
                break;
            case Act.CreateOther when _accepted:
                var other = (await TriedAsync(() => _other.CreateAsync())).Outcome;
                Is(other is CreateOutcome.Conflict || (other is CreateOutcome.StoreUnavailable && _storeFailed), act, $"is refused, not {other}");
                break;
            case Act.Delete:
                await DeleteAsync();
                break;
            case Act.Get:
                await GetAsync();
                break;
            case Act.Succeed:
                _atService.End(ServicePhase.Succeeded);
                break;
            case Act.Fail:
                _atService.End(ServicePhase.Failed);
                break;
            case Act.RefuseWrite or Act.LoseWriteAnswer:
                _storeFailed = true;
                _storeFaults.Enqueue(act == Act.RefuseWrite ? StoreFault.FailBefore : StoreFault.FailAfter);
                break;
            case Act.Deactivate:
                await TriedAsync(async () =>
                {
                    await _job.Grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();
                    return true;
                });
                break;
            case Act.Usurp when Stored is not null:
                world.Store.Overwrite(Key, record => record);
                break;
            case Act.Wait or Act.CreateOther or Act.Usurp:
                break;
            default:
                _atService.Arm(act);
                break;
        }
    }

    /// <summary>Nothing fails any more, and the service ends what nobody wanted to stop.</summary>
    public void Heal()
    {
        _storeFaults.Clear();
        _atService.Disarm();
        _atService.Finishes = !_deletePromised;
    }

    /// <summary>Whether its end is told: an activation whose write of it had no answer learns of it with its next try.</summary>
    public async Task<bool> IsToldAsync() => Stored is not { } stored || (await TriedAsync(() => _job.GetAsync())).Phase == stored.Phase;

    /// <summary>What must hold in the end.</summary>
    public async Task CheckAsync()
    {
        await GetAsync();
        Is(_atService.Phases.Count <= 1, null, $"is submitted once, not as {string.Join(", ", _atService.Phases.Keys)}");
        if (Stored is not { } stored)
        {
            Is(!_accepted, null, "is kept once accepted");
            Is(_atService.Phase is null, null, "is not submitted before it is stored");
            return;
        }

        Is(stored.Stage == JobStage.Ended, null, "ends");
        Is(!_deletePromised || _atService.Phase is not ServicePhase.Running, null, "does not run on after a promised delete");
        Is(EndIsTrue(stored.Phase), null, $"ends as {stored.Phase} only if the service says so; it says {_atService.Phase}");
        var stages = stored.History.Select(edge => edge.Stage).ToList();
        Is(stages.SequenceEqual(stages.Order()) && stages.Count(stage => stage == JobStage.Ended) == 1, null, "goes forward and ends once");
    }

    private async Task CreateAsync()
    {
        var outcome = (await TriedAsync(_job.CreateAsync)).Outcome;
        switch (outcome)
        {
            case CreateOutcome.Accepted:
                Is(!_accepted, Act.Create, "is accepted once");
                _accepted = true;
                break;
            case CreateOutcome.Known:
                Is(_createTried, Act.Create, "is known only after a create");
                _accepted = true;
                break;
            default:
                Is(outcome == CreateOutcome.StoreUnavailable && _storeFailed, Act.Create, $"does not answer {outcome}");
                break;
        }

        _createTried = true;
    }

    private async Task DeleteAsync()
    {
        var outcome = await TriedAsync(() => _job.DeleteAsync());
        _deleteTried |= outcome != DeleteOutcome.Unknown;
        _deletePromised |= outcome == DeleteOutcome.Promised;
        Is(
            outcome switch
            {
                DeleteOutcome.Unknown => !_accepted,
                DeleteOutcome.Promised => _createTried,
                // An end that the store has refused so far is one all the same: the service will tell it again.
                DeleteOutcome.AlreadyEnded => Stored is { Stage: JobStage.Ended } || _atService.Phase is not (null or ServicePhase.Running),
                _ => _storeFailed,
            },
            Act.Delete,
            $"does not answer {outcome}");
    }

    private async Task GetAsync()
    {
        var seen = await TriedAsync(async () => await VirtualClock.SoonAsync(_job.Grain.GetAsync().AsTask(), "the answer of a get"));
        if (seen is not { } snapshot)
        {
            Is(!_accepted, Act.Get, "is known once accepted");
            return;
        }

        Is(_end is null || snapshot.Phase == _end, Act.Get, $"stays {_end} and does not become {snapshot.Phase}");
        if (snapshot.Phase.IsEnd())
        {
            _end = snapshot.Phase;
            Is(Stored is { Stage: JobStage.Ended }, Act.Get, "tells an end only once it is stored");
            Is(EndIsTrue(snapshot.Phase), Act.Get, $"is {snapshot.Phase} only if the service says so; it says {_atService.Phase}");
        }
    }

    private bool EndIsTrue(JobPhase phase) => phase switch
    {
        JobPhase.Succeeded => _atService.Phase == ServicePhase.Succeeded,
        JobPhase.Failed => _atService.Phase == ServicePhase.Failed,
        JobPhase.Aborted => _deleteTried && _atService.Phase is null or ServicePhase.Cancelled,
        _ => false,
    };

    /// <summary>As a gateway: an activation that goes, or has been overtaken, is asked again.</summary>
    private static async Task<T> TriedAsync<T>(Func<Task<T>> call)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await call();
            }
            catch (OrleansException) when (tries < 20)
            {
                await Task.Delay(5);
            }
        }
    }

    private void Is(bool holds, Act? act, string what) =>
        holds.ShouldBeTrue($"{(act is { } at ? $"{at}: " : "")}a job {what}. History: {history}\nStored: {string.Join(" | ", Stored?.History.Select(edge => $"{edge.Stage} {edge.Phase} {edge.Reason}") ?? [])}");
}
