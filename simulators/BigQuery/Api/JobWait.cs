using BackendPlugins.Simulators.BigQuery.Books;
using BackendPlugins.Simulators.BigQuery.Jobs;

namespace BackendPlugins.Simulators.BigQuery.Api;

/// <summary>Waits for jobs as the long polls do.</summary>
/// <param name="ledger">Knows the jobs' time.</param>
/// <param name="jobTime">The clock by which jobs move.</param>
/// <param name="callerTime">The clock by which callers count their patience.</param>
internal sealed class JobWait(JobLedger ledger, TimeProvider jobTime, TimeProvider callerTime)
{
    private const long DefaultMs = 10_000;
    private const long MostMs = 200_000;

    // The longest delay a timer takes is about 49 days.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7);

    /// <returns>The job at its end, or as it is when patience or the service's own limit of 200 s runs out.</returns>
    public async Task<JobMoment> ForEndAsync(SimulatedJob job, long? timeoutMs, CancellationToken cancellationToken)
    {
        if (job.At(ledger.Now) is { IsDone: true } done)
        {
            return done;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var patience = Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(timeoutMs ?? DefaultMs, 0, MostMs)), callerTime, over.Token);
        while (true)
        {
            var cancelRequested = job.WhenCancelRequestedAsync();
            var now = ledger.Now;
            if (job.At(now) is var moment && (moment.IsDone || patience.IsCompleted))
            {
                await over.CancelAsync();
                return moment;
            }

            var rest = TimeSpan.FromMilliseconds(job.EndsAt - now);
            var end = Task.Delay(rest < LongestDelay ? rest : LongestDelay, jobTime, over.Token);
            await (cancelRequested.IsCompleted ? Task.WhenAny(patience, end) : Task.WhenAny(patience, end, cancelRequested));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
