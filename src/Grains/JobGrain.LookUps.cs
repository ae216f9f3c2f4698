using BackendPlugins.Grains.LookUps;
using BackendPlugins.Grains.Rest;

namespace BackendPlugins.Grains;

/// <summary>How a job is asked for together with others where its service has a list: it leaves its name at the desk and is told.</summary>
internal sealed partial class JobGrain : ILookUpAsker
{
    /// <summary>The desk tells everyone before that; it is here for the one that a failure has forgotten.</summary>
    private static readonly TimeSpan DeskPatience = TimeSpan.FromMinutes(6);

    /// <summary>The wait at the desk; null where the job does not wait there.</summary>
    private object? _atDesk;

    /// <summary>Whether the wait has ended, with <see cref="Unrest.Entry"/> for an answer.</summary>
    private bool _isTold;

    /// <inheritdoc/>
    public void Answered(object ticket, byte[]? entry) => GrainContext.Scheduler.QueueAction(
        static told =>
        {
            var (self, ticket, entry) = ((JobGrain, object, byte[]?))told;
            self.Hear(ticket, entry);
        },
        (this, ticket, entry));

    private void Hear(object ticket, byte[]? entry)
    {
        if (ReferenceEquals(_atDesk, ticket))
        {
            (_atDesk, _isTold, Unrest.Entry) = (null, true, entry);
            Advance();
        }
    }

    /// <summary>What the desk says of an earlier wait is no answer any more.</summary>
    private void LeaveDesk()
    {
        (_atDesk, _isTold) = (null, false);
        _unrest?.Entry = null;
    }

    private async Task<TimeSpan?> LookUpAsync(IBackendPlugin plugin, CancellationToken cancellationToken)
    {
        var (waited, entry) = (_isTold || _atDesk is not null, _unrest?.Entry);
        LeaveDesk();
        if (entry is not null)
        {
            return await AskAsync("look-up", plugin, ReadAsync, services.Polling.CallTimeout, cuttable: true, cancellationToken);
        }

        if (!waited)
        {
            _atDesk = services.Desk.Join(plugin, Mine(), _job!.ServiceCreatedAt, LaneNow(), this);
            if (_atDesk is not null)
            {
                return null;
            }
        }

        // The list did not tell of it, or somebody does not want to wait for the list.
        return await AskAsync("look-up", plugin, (mine, token) => services.Desk.AskAsync(plugin, mine, LaneNow(), token), Timeout.InfiniteTimeSpan, cuttable: true, cancellationToken);

        Task<JobEvidence> ReadAsync(PluginJob mine, CancellationToken token)
        {
            _isJoined = true;
            return services.Desk.ReadAsync(plugin, mine, entry, token);
        }
    }

    private LookUpLane LaneNow()
    {
        var now = services.Time.GetUtcNow();
        var since = _job!.Cancel?.RequestedAt ?? _job.SubmitStartedAt ?? _job.CreatedAt;
        return now - since < services.Polling.Young || now - _recalledAt.At < services.Polling.Young ? LookUpLane.Young : LookUpLane.Old;
    }
}
