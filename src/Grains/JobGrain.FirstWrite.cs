using BackendPlugins.Contracts;

namespace BackendPlugins.Grains;

/// <summary>How a create finds out whether its job is new: by writing it, not by reading first.</summary>
internal sealed partial class JobGrain
{
    /// <summary>A key that this activation has not read is most likely new, and the first write finds out: the primary key lets only one through.</summary>
    private bool IsUnheardOf(CreateJob command) => !_loaded && Loading.IsCompleted && services.Plugins.Serving(command.Task.Category) is not null;

    /// <summary>Repeats do not wait for a write, and callers share one wait for a store that hangs.</summary>
    private async Task<CreateResult> FindOrWriteFirstAsync(Func<JobRecord, CreateResult> repeat, Func<Task<CreateResult>> write)
    {
        while (true)
        {
            await LoadAsync();
            if (Known is { } known)
            {
                return repeat(known);
            }

            if (Loading.IsCompleted)
            {
                return await WriteFirstAsync(write);
            }
        }
    }

    /// <summary>Whoever else wants the job meanwhile waits for that write as for a read.</summary>
    private Task<CreateResult> WriteFirstAsync(Func<Task<CreateResult>> write)
    {
        var writing = AtGateAsync();
        return LoadsWith(writing);

        async Task<CreateResult> AtGateAsync()
        {
            await Unrest.Gate.EnterAsync();
            try
            {
                return await write();
            }
            finally
            {
                Unrest.Gate.Leave();
            }
        }
    }
}
