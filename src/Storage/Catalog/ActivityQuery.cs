using System.Data.Common;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage;

/// <summary>SQL for what happened over a time. Each statement reads one index and no row.</summary>
/// <param name="From">Begin of the first slice, Unix milliseconds.</param>
/// <param name="Slice">Length of a slice, milliseconds.</param>
/// <param name="Slices">How many.</param>
internal sealed record ActivityQuery(long From, long Slice, int Slices)
{
    /// <summary>The job that nothing has confirmed, oldest first.</summary>
    public const string Unsubmitted =
        $"SELECT {JobQuery.SummaryColumns} FROM job WHERE stage IN ('Accepted', 'Submitting') ORDER BY created_at, key LIMIT @limit";

    /// <summary>How many there are of them.</summary>
    public const string CountUnsubmitted = "SELECT COUNT(*) FROM job WHERE stage IN ('Accepted', 'Submitting')";

    private const string Ended =
        "SELECT (ended_at - @from) / @slice, phase, COUNT(*) FROM job WHERE ended_at >= @from AND ended_at < @to GROUP BY 1, 2";

    /// <summary>Jobs accepted per slice.</summary>
    public DbCommand AcceptedOn(DbConnection connection, IJobDatabase database)
    {
        var every = database.EveryJob is { } term ? $" AND {term}" : "";
        return On(connection, $"SELECT (created_at - @from) / @slice, COUNT(*) FROM job WHERE created_at >= @from AND created_at < @to{every} GROUP BY 1");
    }

    /// <summary>Jobs ended per slice and phase.</summary>
    public DbCommand EndedOn(DbConnection connection) => On(connection, Ended);

    /// <summary>Puts the two together.</summary>
    /// <param name="accepted">Slice and jobs.</param>
    /// <param name="ended">Slice, phase and jobs.</param>
    public JobActivity Answer(IReadOnlyList<(long Slice, long Count)> accepted, IReadOnlyList<(long Slice, JobPhase Phase, long Count)> ended)
    {
        var began = accepted.ToDictionary(row => row.Slice, row => row.Count);
        var over = ended.ToLookup(row => row.Slice);
        return new JobActivity(
            DateTimeOffset.FromUnixTimeMilliseconds(From),
            TimeSpan.FromMilliseconds(Slice),
            [.. Enumerable.Range(0, Slices).Select(number => new ActivitySlice(
                began.GetValueOrDefault(number), over[number].ToDictionary(row => row.Phase, row => row.Count)))]);
    }

    private DbCommand On(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Add("@from", From);
        command.Add("@slice", Slice);
        command.Add("@to", From + (Slice * Slices));
        return command;
    }
}
