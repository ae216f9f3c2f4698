using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>One page of jobs.list, newest first.</summary>
internal sealed record JobListPage(IReadOnlyList<SimulatedJob> Jobs, string? NextPageToken, long Now, bool Full)
{
    public static JobListPage Read(string projectId, JobListFilter filter, JobLedger ledger)
    {
        return ledger.Walk(projectId, filter.ParentJobId is null ? filter.BeforeSequence : long.MaxValue, (jobs, now) =>
        {
            // Creation times fall along the walk, so the first job that is too old ends it.
            var wanted = (filter.ParentJobId is { } parent ? Statements(jobs, parent, filter.BeforeSequence) : jobs)
                .Where(job => job.CreatedAt <= filter.MaxCreationTime)
                .TakeWhile(job => job.CreatedAt >= filter.MinCreationTime)
                .Where(job => job.ExistsAt(now) && (filter.States.Count == 0 || filter.States.Contains(job.At(now).State)))
                .Take(filter.PageSize + 1)
                .ToList();
            var page = wanted.Take(filter.PageSize).ToList();
            return new JobListPage(page, wanted.Count > page.Count ? PageToken.Of(page[^1].Sequence) : null, now, filter.Full);
        });
    }

    public ApiAnswer ToAnswer() => ApiAnswer.Json(StatusCodes.Status200OK, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("kind", "bigquery#jobList");
        writer.WriteString("etag", StableHash.Hex(string.Join('/', Jobs.Select(job => $"{job.Key.JobId}={job.At(Now).State}")), 22));
        writer.WriteStartArray("jobs");
        foreach (var job in Jobs)
        {
            JobJson.WriteListEntry(writer, job, Now, Full);
        }

        writer.WriteEndArray();
        if (NextPageToken is not null)
        {
            writer.WriteString("nextPageToken", NextPageToken);
        }

        writer.WriteEndObject();
    });

    private static IEnumerable<SimulatedJob> Statements(IEnumerable<SimulatedJob> jobs, string parentJobId, long beforeSequence) =>
        (jobs.FirstOrDefault(job => job.Key.JobId == parentJobId)?.Children ?? [])
            .Reverse()
            .Where(child => child.Sequence < beforeSequence);
}
