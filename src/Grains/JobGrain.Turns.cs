using BackendPlugins.Contracts;
using BackendPlugins.Grains.Pacing;

namespace BackendPlugins.Grains;

/// <summary>How a job waits for its turn to be submitted, and is counted among those at the service.</summary>
internal sealed partial class JobGrain
{
    private IDisposable? _active;
    private bool _isCounted;

    /// <summary>Waits for the job's turn. Nothing has been sent or stored meanwhile, so a delete ends the wait.</summary>
    /// <returns>False where the wait was cut.</returns>
    private async Task<bool> TurnComesAsync(SubmitTurn? turn, CancellationToken cancellationToken)
    {
        if (turn is null || !turn.IsWaiting)
        {
            return true;
        }

        using var cut = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        (Unrest.Turn, Unrest.Cut) = (turn, cut);
        try
        {
            await turn.ComesAsync(cut.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            (Unrest.Turn, Unrest.Cut) = (null, null);
            Show();
        }
    }

    private JobSnapshot? Snapshot() => _face is { } face ? AtTurn(face.Snapshot) : null;

    /// <summary>What callers are told: for a job that waits, how many are ahead of it now.</summary>
    private JobSnapshot AtTurn(JobSnapshot snapshot) =>
        _unrest?.Turn is { IsWaiting: true } turn && snapshot.Stage is JobStage.Accepted or JobStage.Submitting
            ? snapshot with { Message = turn.Message() }
            : snapshot;

    private void CountActive()
    {
        if (!_isCounted && _job is { Stage: JobStage.Tracked, External: not null } job && services.Plugins.Named(job.Plugin) is { } plugin)
        {
            _isCounted = true;
            _active = services.Turns.Activate(plugin, Mine());
        }
    }
}
