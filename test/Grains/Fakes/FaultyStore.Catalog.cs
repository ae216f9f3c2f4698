using System.Threading.Channels;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Grains.Tests;

/// <summary>The catalog over the same rows.</summary>
internal sealed partial class FaultyStore : IJobCatalog
{
    private readonly Channel<string> _familyQuestions = Channel.CreateUnbounded<string>();

    /// <summary>Whether questions for a family wait until the test lets them go on.</summary>
    public bool FamilyHangs { get; set; }

    /// <summary>Whether questions for a family fail at once.</summary>
    public bool FamilyFails { get; set; }

    public Task<string> NextHangingFamilyAsync() => _familyQuestions.Reader.ReadAsync().AsTask();

    public Task<IReadOnlyList<string>> UnfinishedAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return Task.FromResult<IReadOnlyList<string>>(
            [.. Rows().Where(job => job.Stage != JobStage.Ended).Select(job => job.Identity.Key.Value)
                .Where(key => after is null || string.CompareOrdinal(key, after) > 0).Take(limit)]);
    }

    public async Task<IReadOnlyList<FamilyMember>> FamilyAsync(string family, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        if (FamilyFails)
        {
            throw new JobStoreUnavailableException("the store does not answer for families");
        }

        if (FamilyHangs)
        {
            var letGo = _letGo.Task;
            await _familyQuestions.Writer.WriteAsync(family, CancellationToken.None);
            await letGo.WaitAsync(cancellationToken);
        }

        return
        [
            .. Rows().Where(job => job.Identity.Family == family && job.Stage != JobStage.Ended)
                .Select(job => new FamilyMember(job.Identity.Key.Value, job.Identity.Attempt, job.Stage)),
        ];
    }

    public Task<JobActivity> ActivityAsync(DateTimeOffset from, TimeSpan slice, int slices, CancellationToken cancellationToken) =>
        Task.FromResult(new JobActivity(from, slice, []));

    public Task<UnsubmittedJobs> UnsubmittedAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult(new UnsubmittedJobs(0, []));

    public Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return Task.FromResult(new JobPage(
            [
                .. Rows().Where(job => filter.Plugin is null || job.Plugin == filter.Plugin)
                    .Select(job => new JobSummary { Key = job.Identity.Key.Value, Plugin = job.Plugin, Stage = job.Stage, Phase = job.Phase }),
            ],
            null));
    }

    public Task<IReadOnlyDictionary<JobPhase, long>> CountAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        ThrowIfDown();
        return Task.FromResult<IReadOnlyDictionary<JobPhase, long>>(
            Rows().GroupBy(job => job.Phase).ToDictionary(group => group.Key, group => group.LongCount()));
    }

    public Task<int> ForgetAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException("No grain asks for it.");

    private List<JobRecord> Rows()
    {
        lock (_lock)
        {
            return [.. _rows.Values.Select(row => Parse(row.Json))];
        }
    }
}
