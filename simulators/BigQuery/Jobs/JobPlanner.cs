using BackendPlugins.Simulators.BigQuery.Api;

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
            CancelDelayMs = Milliseconds(script.CancelDelay ?? options.CancelDelay, cancelLot),
            IgnoresCancel = script.IgnoresCancel,
            GetLagMs = Milliseconds(script.GetLag ?? Nothing, lagLot),
            TimeoutMs = configuration.TimeoutMs,
        };
        return configuration.MaximumBytesBilled is { } limit && Billing.Billed(plan.Bytes) is var billed && billed > limit
            ? plan with
            {
                DurationMs = 0,
                FailReason = ErrorReasons.BytesBilledLimitExceeded,
                FailMessage = $"Query exceeded limit for bytes billed: {limit}. {billed} or higher required.",
                FailLocation = null,
                Bytes = 0,
                SlotMs = 0,
            }
            : plan;
    }

    private static long Milliseconds(DurationRange range, Random random) => (long)range.Draw(random).TotalMilliseconds;
}
