using BackendPlugins.Contracts.Catalog;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Messaging;
using Orleans.Storage;

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
    /// <param name="limit">Response timeout of the grain's method: within it Orleans itself ends the call, which spares a timer; null for one to be set here.</param>
    /// <exception cref="JobRequestException">The budget is used up, no silo can hold the grain, or the job store is out of reach.</exception>
    /// <exception cref="OperationCanceledException">The caller has gone.</exception>
    public async Task<TResult> RunAsync<TState, TResult>(
        TState state, Func<TState, CancellationToken, ValueTask<TResult>> call, CallBudget budget, JobPool? pool = null, TimeSpan? limit = null)
    {
        Exception? noSilo = null;
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
                var atMost = left / 2 < ShortestTry ? left : left / 2;
                var answer = call(state, budget.Cancellation);
                return answer.IsCompletedSuccessfully || (limit <= atMost && !budget.Cancellation.CanBeCanceled)
                    ? await answer
                    : await answer.AsTask().WaitAsync(atMost, time, budget.Cancellation);
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
                var pause = Pause(tries);
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

    private TimeSpan Pause(int tries)
    {
        var longest = options.Value.Pause * Math.Min(10, Math.Pow(2, tries - 1));
        return longest * (0.5 + (jitter() / 2));
    }

    // The call did not arrive, got no answer, or met an activation that stepped down because another one had written.
    private static bool MayPass(Exception exception) => exception is
        OrleansMessageRejectionException or SiloUnavailableException or ConnectionFailedException or ClientNotAvailableException
        or GatewayTooBusyException or LimitExceededException or InconsistentStateException
        or TimeoutException or ClusterNotReadyException;

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
