using BackendPlugins.Contracts;
using BackendPlugins.Grains.Identity;

namespace BackendPlugins.Grains;

/// <summary>How a create finds out whether its job is new: by writing it, not by reading first.</summary>
internal sealed partial class JobGrain
{
    private async Task<CreateResult> AcceptOrRepeatAsync(CreateJob command)
    {
        // Before the gate: callers share one wait for a store that hangs, and a repeat does not wait for a write.
        await LoadAsync();
        return _job is { } known ? Repeat(known, RequestFingerprint.Of(command.Task)) : await AcceptAtGateAsync(command);
    }

    private bool IsUnheardOf(CreateJob command) => !_loaded && _loading.IsCompleted && plugins.Serving(command.Task.Category) is not null;

    /// <summary>
    /// A key that this activation has not read is most likely new, and the first write finds out: the primary key lets only one
    /// through. Whoever else wants the job meanwhile waits for that write as for a read.
    /// </summary>
    private Task<CreateResult> AcceptUnheardOfAsync(CreateJob command)
    {
        var accepting = AcceptFirstAsync();
        _loading = accepting;
        return accepting;

        async Task<CreateResult> AcceptFirstAsync()
        {
            await _gate.WaitAsync();
            try
            {
                return await AcceptAsync(command);
            }
            finally
            {
                _gate.Release();
                if (_loaded)
                {
                    // A task that has ended would keep the whole request.
                    _loading = Task.CompletedTask;
                }
            }
        }
    }
}
