using BackendPlugins.Contracts.Catalog;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Messaging;

namespace BackendPlugins.Gateway.Jobs;

/// <summary>
/// Calls of grains, tried again while the call's budget lasts. Create, get, delete and describe are idempotent, so a call whose
/// outcome is unknown may be repeated. One place for all of them.
/// </summary>
internal sealed partial class GrainCalls(
    TimeProvider time, IOptions<GrainCallOptions> options, Func<double> jitter, ILogger<GrainCalls> logger)
{
    // Enough for the answer to reach the caller before its deadline does.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromMilliseconds(200);

    // Below this a second try would not be worth cutting the first one short.
    private static readonly TimeSpan ShortestTry = TimeSpan.FromMilliseconds(250);

    /// <summary>The budget of a call that begins now.</summary>
    /// <param name="deadline">The caller's deadline in UTC; <see cref="DateTime.MaxValue"/> where it has none.</param>
    /// <param name="cancellation">Cancelled when the caller has gone.</param>
    public CallBudget Budget(DateTime deadline, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var budget = options.Value.Budget;
        if (deadline != DateTime.MaxValue)
        {
            var asked = new DateTimeOffset(DateTime.SpecifyKind(deadline, DateTimeKind.Utc)) - now;
            var usable = asked - (asked / 4 < AnswerTime ? asked / 4 : AnswerTime);
            budget = usable < budget ? usable : budget;
        }

        return new CallBudget(now + budget, cancellation);
    }

    /// <summary>Calls a grain.</summary>
    /// <param name="state">What the call needs.</param>
    /// <param name="call">The call; repeated where it did not reach the grain or got no answer.</param>
    /// <param name="budget">How long.</param>
    /// <param name="pool">The silos that can hold the grain; null where any can.</param>
    /// <param name="otherwise">
    /// Whom else to ask once <see cref="GrainCallOptions.Patience"/> is over, told whether no silo can hold the grain; what it
    /// answers counts unless it is null. Null where nobody else knows.
    /// </param>
    /// <param name="limit">Response timeout of the grain's method: within it Orleans itself ends the call, which spares a timer; null for one to be set here.</param>
    /// <exception cref="JobRequestException">The budget is used up, no silo can hold the grain, or the job store is out of reach.</exception>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public async Task<TResult> RunAsync<TState, TResult>(
        TState state,
        Func<TState, CancellationToken, ValueTask<TResult>> call,
        CallBudget budget,
        JobPool? pool = null,
        Func<TState, bool, ValueTask<TResult>>? otherwise = null,
        TimeSpan? limit = null)
    {
        Exception? noSilo = null;
        var began = time.GetTimestamp();
        for (var tries = 1; ; tries++)
        {
            budget.Cancellation.ThrowIfCancellationRequested();
            var left = budget.EndsAt - time.GetUtcNow();
            try
            {
                if (left <= TimeSpan.Zero)
                {
                    throw new TimeoutException();
                }

                // Half of what is left: a call that a dying silo has swallowed leaves time for a second one.
                var most = otherwise is null ? left / 2 : Shorter(left / 2, options.Value.Patience);
                var answer = call(state, budget.Cancellation);
                return answer.IsCompletedSuccessfully || (limit <= most && !budget.Cancellation.CanBeCanceled)
                    ? await answer
                    : await answer.AsTask().WaitAsync(most < ShortestTry ? left : most, time, budget.Cancellation);
            }
            catch (Exception exception) when (StoreIsOut(exception))
            {
                LogStoreOut(logger, exception);
                throw JobRequestException.Unavailable("the job store is out of reach; try again", exception);
            }
            catch (OrleansException exception) when (pool is { IsServed: false } unserved && HasNoSilo(exception))
            {
                throw unserved.Absent(exception);
            }
            catch (Exception exception) when (
                MayPass(exception) || HasNoSilo(exception) || (exception is OperationCanceledException && !budget.Cancellation.IsCancellationRequested))
            {
                noSilo = HasNoSilo(exception) ? exception : noSilo;
                var patience = options.Value.Patience - time.GetElapsedTime(began);
                if (otherwise is not null && patience <= TimeSpan.Zero && await AskAsync((state, otherwise, noSilo is not null), budget) is { } known)
                {
                    LogRecalled(logger, tries, exception);
                    return known;
                }

                var pause = otherwise is not null && patience > TimeSpan.Zero ? Shorter(Pause(tries), patience) : Pause(tries);
                if (time.GetUtcNow() + pause >= budget.EndsAt)
                {
                    LogGaveUp(logger, tries, exception);
                    throw noSilo is not null && pool is { } absent ? absent.Absent(noSilo) : JobRequestException.Unavailable(
                        "the cluster that keeps the jobs did not answer in time; the job itself is not affected, try again", exception);
                }

                LogTryAgain(logger, tries, exception);
                await Task.Delay(pause, time, budget.Cancellation);
            }
        }
    }

    private async Task<TResult?> AskAsync<TState, TResult>(
        (TState State, Func<TState, bool, ValueTask<TResult>> Otherwise, bool NoSilo) question, CallBudget budget)
    {
        // Twice: the first may have gone by way of the very silo that gives no answer.
        for (var tries = 1; tries <= 2; tries++)
        {
            try
            {
                var left = budget.EndsAt - time.GetUtcNow();
                return await question.Otherwise(question.State, question.NoSilo).AsTask().WaitAsync(Shorter(left, options.Value.Patience) / 2, time, budget.Cancellation);
            }
            catch (Exception exception) when (!budget.Cancellation.IsCancellationRequested)
            {
                // Whatever it is: then it is up to the grain.
                LogNotRecalled(logger, exception);
            }
        }

        return default;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private TimeSpan Pause(int tries)
    {
        var longest = options.Value.Pause * Math.Min(10, Math.Pow(2, tries - 1));
        return longest * (0.5 + (jitter() / 2));
    }

    // The call did not arrive, got no answer, or met an activation that stepped down because another one had written. For some
    // of what passes while silos come and go, such as a directory that knows a silo no more, Orleans has no type but the base.
    private static bool MayPass(Exception exception) => exception is
        OrleansException or ConnectionFailedException or TimeoutException or ClusterNotReadyException
        || ClockWentBack(exception);

    // A silo whose clock was set back by minutes takes no new grain until it has caught up; another silo may.
    private static bool ClockWentBack(Exception exception) =>
        exception is ArgumentException && exception.Message.StartsWith("The earliest collection that can be scheduled", StringComparison.Ordinal);

    // The silos that could hold the grain are gone, or have joined so lately that nobody knows what they serve. Orleans has no
    // type of its own for it.
    private static bool HasNoSilo(Exception exception) =>
        exception is OrleansException && exception.Message.StartsWith("No active nodes are compatible", StringComparison.Ordinal);

    private static bool StoreIsOut(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is JobStoreUnavailableException)
            {
                return true;
            }
        }

        return false;
    }
}
