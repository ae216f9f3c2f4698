using System.Globalization;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using Grpc.Core;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>The question that Flyte asks thousands of times for each time that it asks anything else: how is the job?</summary>
internal sealed partial class JobRequests
{
    private static readonly TimeSpan NewsLimit = TimeSpan.Parse(IJobGrain.NewsLimit, CultureInfo.InvariantCulture);

    /// <summary>
    /// The budget of a question. It ends with the caller's deadline and not with the caller: a question waits for no service,
    /// and a token for each of them costs more than the question.
    /// </summary>
    public CallBudget ReadBudget(ServerCallContext context) => calls.Budget(context.Deadline, CancellationToken.None);

    /// <summary>The job as this process knows it without asking: it has ended, or its grain is here; null where it has to be asked for.</summary>
    /// <param name="key">The job's key.</param>
    public ShownJob? ShownHere(string key) => ended.Find(key) ?? local.Find(key);

    /// <summary>The job as last known.</summary>
    public async Task<JobSnapshot> GetAsync(JobAddress address, CallBudget budget)
    {
        var job = await ShowAsync(address, budget);
        metrics.Told(job, time.GetUtcNow());
        return job.Snapshot;
    }

    /// <summary>The job as last known, with the answers that were made of it.</summary>
    public ValueTask<ShownJob> ShowAsync(JobAddress address, CallBudget budget) =>
        ShownHere(address.Key.Value) is { } shown ? ValueTask.FromResult(shown) : new(AskAsync(address, budget));

    private async Task<ShownJob> AskAsync(JobAddress address, CallBudget budget)
    {
        var key = address.Key;
        var known = seen.Find(key.Value);
        var news = await calls.RunAsync(
            (grains, key, known?.Revision ?? 0),
            static (state, _) => state.grains.Job(state.key).GetNewsAsync(state.Item3),
            budget,
            Pool(key),
            static (state, noSilo) => RecallAsync(state.grains, state.key, noSilo),
            NewsLimit);
        if (news.IsKnown && known is not null)
        {
            return known;
        }

        var job = ShownJob.Of(
            news.Snapshot ?? (address.Foreign is { } foreign ? await AdoptAsync(foreign, address.Problem, budget) : throw Missing(key)));
        if (ended.Keep(job))
        {
            seen.Forget(key.Value);
        }
        else if (job.Snapshot.Absence is null)
        {
            seen.Keep(job);
        }

        return job;
    }

    private static async ValueTask<JobNews> RecallAsync(JobGrains grains, JobKey key, bool noSilo)
    {
        var stored = await grains.AnyCatalog().RecallAsync(key.Value);
        return stored is null ? null! : new JobNews(IsKnown: false, stored with
        {
            Absence = noSilo
                ? $"no silo of the cluster serves {key.Category} at the moment, and its jobs wait for one"
                : "the silo that watches the job gives no answer at the moment, and another takes over if it is gone",
        });
    }
}
