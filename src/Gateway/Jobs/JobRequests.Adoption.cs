using BackendPlugins.Contracts;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>Jobs in flight that another backend started, when the endpoint is switched to this one.</summary>
internal sealed partial class JobRequests
{
    private async Task<JobSnapshot> AdoptAsync(AdoptJob command, string problem, CallBudget budget)
    {
        if (!connectors.Serves(new TaskCategory(command.Category)))
        {
            // Nobody here could know that meta, so all that is known is that it is not ours.
            throw JobRequestException.Invalid($"resource_meta {problem}");
        }

        var result = await calls.RunAsync(
            (grains, command),
            static (state, _) => new ValueTask<CreateResult>(state.grains.Job(state.command.Identity.Key).AdoptAsync(state.command)),
            budget,
            Pool(command.Identity.Key));
        return result.Outcome switch
        {
            CreateOutcome.Accepted or CreateOutcome.Known => result.Snapshot!,
            CreateOutcome.NotAdoptable => throw JobRequestException.Invalid($"resource_meta {problem}"),
            CreateOutcome.UnknownCategory => throw connectors.Unknown(new TaskCategory(command.Category)),
            CreateOutcome.StoreUnavailable => throw JobRequestException.Unavailable(
                "the job store is out of reach, so the job of another backend is not taken over yet; try again"),
            _ => throw new InvalidOperationException($"Adopt outcome {result.Outcome} is not known to this gateway."),
        };
    }
}
