using Npgsql;

namespace BackendPlugins.Storage.Postgres;

/// <summary>
/// A group as statements: one for all inserts, one for all updates, one for all deletes. A statement sees a row as it was
/// before it, so a further change of the same job goes into a further round.
/// </summary>
internal sealed class PostgresGroup
{
    private readonly IReadOnlyList<JobChange> _group;
    private readonly ChangeResult[] _results;

    // Reads the answer of each statement, in their order.
    private readonly List<Action<NpgsqlDataReader>> _answers = [];

    private PostgresGroup(IReadOnlyList<JobChange> group)
    {
        _group = group;
        _results = new ChangeResult[group.Count];
    }

    /// <summary>Runs a group in the connection's transaction or, where there is none, in one of its own.</summary>
    /// <returns>Results; conflicts are without the version that won.</returns>
    public static async Task<ChangeResult[]> ExecuteAsync(NpgsqlConnection connection, IReadOnlyList<JobChange> changes)
    {
        var group = new PostgresGroup(changes);
        await using var batch = new NpgsqlBatch(connection);
        foreach (var round in group.Rounds())
        {
            group.Add(batch, round);
        }

        await using var reader = await batch.ExecuteReaderAsync();
        foreach (var answer in group._answers)
        {
            while (await reader.ReadAsync())
            {
                answer(reader);
            }

            // After the last statement this waits for the commit.
            await reader.NextResultAsync();
        }

        return group._results;
    }

    private List<List<int>> Rounds()
    {
        var rounds = new List<List<int>>();
        var seen = new Dictionary<string, int>(_group.Count);
        for (var i = 0; i < _group.Count; i++)
        {
            var round = 0;
            if (_group[i].Job is { } job)
            {
                round = seen.GetValueOrDefault(job);
                seen[job] = round + 1;
            }

            if (round == rounds.Count)
            {
                rounds.Add([]);
            }

            rounds[round].Add(i);
        }

        return rounds;
    }

    private void Add(NpgsqlBatch batch, List<int> round)
    {
        // In the order of their keys, for two processes to lock the same rows in the same order.
        round.Sort((a, b) => string.CompareOrdinal(_group[a].Job, _group[b].Job));
        var indexes = new Dictionary<string, int>(round.Count);
        foreach (var i in round)
        {
            if (_group[i].Job is { } job)
            {
                indexes[job] = i;
                _results[i] = ChangeResult.Conflict(ChangeResult.UnknownVersion);
            }
        }

        Add<InsertJob>(batch, round, PostgresStatements.Insert, row => _results[indexes[row.GetString(0)]] = ChangeResult.Applied(JobStatements.FirstVersion));
        Add<UpdateJob>(batch, round, PostgresStatements.Update, row =>
        {
            var i = indexes[row.GetString(0)];
            _results[i] = ChangeResult.Applied(((UpdateJob)_group[i]).Version + 1);
        });
        AddDeletes(batch, round, indexes);
        foreach (var i in round.Where(i => _group[i] is ForgetJobs))
        {
            batch.BatchCommands.Add(PostgresStatements.ForgetSome((ForgetJobs)_group[i]));
            _answers.Add(row => _results[i] = ChangeResult.Applied(row.GetInt64(0)));
        }
    }

    private void Add<T>(NpgsqlBatch batch, List<int> round, Func<IReadOnlyList<T>, NpgsqlBatchCommand> command, Action<NpgsqlDataReader> answer)
    {
        List<T> changes = [.. round.Select(i => _group[i]).OfType<T>()];
        if (changes.Count > 0)
        {
            batch.BatchCommands.Add(command(changes));
            _answers.Add(answer);
        }
    }

    // That a row is gone already is as good, so what matters is which are still there.
    private void AddDeletes(NpgsqlBatch batch, List<int> round, Dictionary<string, int> indexes)
    {
        List<int> deletes = [.. round.Where(i => _group[i] is DeleteJob)];
        foreach (var i in deletes)
        {
            _results[i] = ChangeResult.Applied(0);
        }

        Add<DeleteJob>(batch, deletes, PostgresStatements.Delete, _ => { });
        Add<DeleteJob>(batch, deletes, PostgresStatements.VersionsOf, row => _results[indexes[row.GetString(0)]] = ChangeResult.Conflict(row.GetInt64(1)));
    }
}
