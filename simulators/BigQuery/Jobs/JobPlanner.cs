using BackendPlugins.Simulators.BigQuery.Api;
using BackendPlugins.Simulators.BigQuery.Rows;

namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>Turns a job's script and the simulator's options into its plan. The lot is drawn from seed and job id, so a rerun of the same ids is the same run.</summary>
internal sealed class JobPlanner(BigQuerySimulatorOptions options)
{
    private static readonly DurationRange Nothing = DurationRange.Fixed(TimeSpan.Zero);

    public JobPlan Plan(JobKey key, JobConfiguration configuration, JobScript script)
    {
        var lot = new Random(StableHash.Seed(options.Seed, $"{key.ProjectId}:{key.JobId}"));
        var (pendingLot, durationLot, failLot, cancelLot, lagLot) = (new Random(lot.Next()), new Random(lot.Next()), lot.NextDouble(), new Random(lot.Next()), new Random(lot.Next()));
        var cacheHit = script.CacheHit ?? false;
        var pending = Milliseconds(script.Pending ?? (cacheHit ? Nothing : options.Pending), pendingLot);
        var duration = Milliseconds(script.Duration ?? (cacheHit ? Nothing : options.Duration), durationLot);
        var fail = script.Fail ?? (failLot < options.FailRate ? options.FailReason : null);
        var statementType = script.StatementType ?? (script.Children > 0 ? StatementTypes.Script : StatementTypes.Detect(configuration.Query));
        var plan = new JobPlan
        {
            PendingMs = pending,
            DurationMs = duration,
            FailReason = fail is null ? null : ErrorReasons.Spell(fail),
            FailMessage = fail is null ? null : script.Message,
            FailLocation = fail is null ? null : script.ErrorLocation ?? (ErrorReasons.Spell(fail) == ErrorReasons.InvalidQuery ? "query" : null),
            Bytes = cacheHit ? 0 : script.Bytes ?? options.Bytes,
            SlotMs = cacheHit ? 0 : script.SlotMs ?? duration * 4,
            Warnings = script.Warnings ?? 0,
            CacheHit = cacheHit,
            StatementType = statementType,
            Children = statementType == StatementTypes.Script ? script.Children ?? StatementTypes.Split(configuration.Query).Count : 0,
            DmlRows = StatementTypes.IsDml(statementType) ? script.Rows ?? 1 : 0,
            ResultRows = StatementTypes.IsDml(statementType) ? null : script.Rows,
            Columns = script.Columns,
            Stages = cacheHit ? 0 : script.Stages ?? 2,
            CancelDelayMs = Milliseconds(script.CancelDelay ?? options.CancelDelay, cancelLot),
            IgnoresCancel = script.IgnoresCancel,
            GetLagMs = Milliseconds(script.GetLag ?? Nothing, lagLot),
            TimeoutMs = configuration.TimeoutMs,
        };
        if (plan.FailReason is null && MissingParameter(configuration) is { } missing)
        {
            return AtOnce(plan, new(ErrorReasons.InvalidQuery, missing, "query"));
        }

        return configuration.MaximumBytesBilled is { } limit && Billing.Billed(plan.Bytes) is var billed && billed > limit
            ? AtOnce(plan, new(ErrorReasons.BytesBilledLimitExceeded, $"Query exceeded limit for bytes billed: {limit}. {billed} or higher required."))
            : plan;
    }

    /// <summary>The plan of a job that fails as soon as it has left the queue, before it reads anything.</summary>
    public static JobPlan AtOnce(JobPlan plan, JobProblem problem) => plan with
    {
        DurationMs = 0,
        FailReason = problem.Reason,
        FailMessage = problem.Message,
        FailLocation = problem.Location,
        Bytes = 0,
        SlotMs = 0,
        Children = 0,
        Stages = 0,
    };

    private static string? MissingParameter(JobConfiguration configuration)
    {
        if (!configuration.Query.AsSpan().ContainsAny('@', '?'))
        {
            return null;
        }

        try
        {
            foreach (var (text, type) in StatementTypes.Split(configuration.Query))
            {
                _ = type == StatementTypes.Select ? SelectList.Read(text, configuration.Parameters) : null;
            }

            return null;
        }
        catch (FormatException failure)
        {
            return failure.Message;
        }
    }

    private static long Milliseconds(DurationRange range, Random random) => (long)range.Draw(random).TotalMilliseconds;
}
