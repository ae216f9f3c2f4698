using System.Data.Common;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage;

/// <summary>Answers from the columns of the job table.</summary>
internal sealed class JobCatalog(IJobDatabase database, JobReaders readers, JobWriter writer) : IJobCatalog
{
    /// <summary>A page of the keys of unfinished jobs.</summary>
    public const string Unfinished = "SELECT key FROM job WHERE ended_at IS NULL AND key > @after ORDER BY key LIMIT @limit";

    /// <summary>The unfinished attempts of a family.</summary>
    public const string Family = "SELECT key, attempt, stage FROM job WHERE family = @family AND ended_at IS NULL ORDER BY attempt, key";

    private const int LongestPage = 1000;

    private const int MostSlices = 1000;

    /// <inheritdoc/>
    public async Task<JobPage> ListAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Limit is < 1 or > LongestPage)
        {
            throw new ArgumentOutOfRangeException(nameof(filter), filter.Limit, $"{nameof(JobFilter.Limit)} must be 1 to {LongestPage}.");
        }

        var query = JobQuery.List(database, filter);
        var jobs = await readers.Lists.ReadAsync(connection => RowsAsync(query.On(connection), Summary), cancellationToken);
        if (jobs.Count <= filter.Limit)
        {
            return new JobPage(jobs, null);
        }

        jobs.RemoveAt(filter.Limit);
        var order = JobQuery.OrderOf(filter);
        return new JobPage(jobs, JobCursor.After(jobs[^1], order).Write(order));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<JobPhase, long>> CountAsync(JobFilter filter, CancellationToken cancellationToken)
    {
        var query = JobQuery.Count(database, filter);
        var counts = Enum.GetValues<JobPhase>().ToDictionary(phase => phase, _ => 0L);
        var rows = await readers.Lists.ReadAsync(
            connection => RowsAsync(query.On(connection), row => (Phase: Enum.Parse<JobPhase>(row.GetString(0)), Count: row.GetInt64(1))),
            cancellationToken);
        foreach (var (phase, count) in rows)
        {
            counts[phase] = count;
        }

        return counts;
    }

    /// <inheritdoc/>
    public async Task<JobActivity> ActivityAsync(DateTimeOffset from, TimeSpan slice, int slices, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(slice, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(slices, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(slices, MostSlices);
        var query = new ActivityQuery(from.ToUnixTimeMilliseconds(), (long)slice.TotalMilliseconds, slices);
        return await readers.Lists.ReadAsync(
            async connection => query.Answer(
                await RowsAsync(query.AcceptedOn(connection, database), row => (row.GetInt64(0), row.GetInt64(1))),
                await RowsAsync(query.EndedOn(connection), row => (row.GetInt64(0), Enum.Parse<JobPhase>(row.GetString(1)), row.GetInt64(2)))),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<UnsubmittedJobs> UnsubmittedAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, LongestPage);
        return await readers.Lists.ReadAsync(
            async connection =>
            {
                var command = Command(connection, ActivityQuery.Unsubmitted);
                command.Add("@limit", limit);
                var oldest = await RowsAsync(command, Summary);
                var count = await RowsAsync(Command(connection, ActivityQuery.CountUnsubmitted), row => row.GetInt64(0));
                return new UnsubmittedJobs(count[0], oldest);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> UnfinishedAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await readers.Rows.ReadAsync(
            connection =>
            {
                var command = Command(connection, Unfinished);
                command.Add("@after", after ?? "");
                command.Add("@limit", limit);
                return RowsAsync(command, row => row.GetString(0));
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FamilyMember>> FamilyAsync(string family, CancellationToken cancellationToken) =>
        await readers.Rows.ReadAsync(
            connection =>
            {
                var command = Command(connection, Family);
                command.Add("@family", JobRow.Clean(family));
                return RowsAsync(command, row => new FamilyMember(row.GetString(0), row.GetInt32(1), Enum.Parse<JobStage>(row.GetString(2))));
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task<int> ForgetAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var result = await writer.WriteAsync(new ForgetJobs(endedBefore.ToUnixTimeMilliseconds(), limit), cancellationToken);
        return (int)result.Number;
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static async Task<List<T>> RowsAsync<T>(DbCommand command, Func<DbDataReader, T> read)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<T>();
            while (await reader.ReadAsync())
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    // In the order of JobQuery's columns.
    private static JobSummary Summary(DbDataReader row) => new()
    {
        Key = row.GetString(0),
        Plugin = row.GetString(1),
        Stage = Enum.Parse<JobStage>(row.GetString(2)),
        Phase = Enum.Parse<JobPhase>(row.GetString(3)),
        Project = row.GetString(4),
        Domain = row.GetString(5),
        Execution = row.GetString(6),
        Node = row.GetString(7),
        Attempt = row.GetInt32(8),
        ExternalId = row.IsDBNull(9) ? null : row.GetString(9),
        CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(10)),
        ChangedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(11)),
        Message = row.GetString(12),
        EndedAt = row.IsDBNull(13) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(13)),
    };
}
