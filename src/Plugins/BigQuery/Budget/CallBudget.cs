using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BackendPlugins.BigQuery;

/// <summary>
/// Keeps the calls of one caller from this process within the service's quotas: a rate and a pause per method, and a bound on calls under way.
/// The token buckets run on <see cref="TimeProvider"/>, which the limiters of System.Threading.RateLimiting do not.
/// </summary>
internal sealed class CallBudget : IDisposable
{
    private readonly Dictionary<BigQueryMethod, MethodBudget> _methods;
    private readonly SemaphoreSlim _concurrency;
    private readonly TimeProvider _time;
    private readonly UpstreamTelemetry _telemetry;

    public CallBudget(IOptions<BigQueryOptions> options, TimeProvider time, UpstreamTelemetry telemetry, Func<double> random, ILogger<CallBudget> logger)
    {
        var settings = options.Value;
        _time = time;
        _telemetry = telemetry;
        _concurrency = new SemaphoreSlim(settings.MaxConcurrentCalls);
        _methods = new()
        {
            [BigQueryMethod.Insert] = Create(BigQueryMethod.Insert, settings.InsertsPerSecond),
            [BigQueryMethod.Get] = Create(BigQueryMethod.Get, settings.GetsPerSecond),
            [BigQueryMethod.Cancel] = Create(BigQueryMethod.Cancel, settings.CancelsPerSecond),
            [BigQueryMethod.List] = Create(BigQueryMethod.List, settings.ListsPerSecond),
        };

        MethodBudget Create(BigQueryMethod method, double perSecond) => new(method.ServiceName(), perSecond, time, random, logger);
    }

    /// <summary>Waits for leave to call, a few seconds at most.</summary>
    /// <exception cref="ServiceUnavailableException">Not now; nothing was sent. Says when.</exception>
    public async Task<CallPermit> EnterAsync(BigQueryMethod method, CancellationToken cancellationToken)
    {
        try
        {
            var budget = _methods[method];
            var wait = budget.TakeSlot();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _time, cancellationToken);
            }

            await WaitForConcurrencyAsync(method, cancellationToken);
            try
            {
                var (era, probe) = budget.Admit();
                return new CallPermit(budget, _concurrency, era, probe);
            }
            catch (ServiceUnavailableException)
            {
                _concurrency.Release();
                throw;
            }
        }
        catch (ServiceUnavailableException)
        {
            _telemetry.RecordHeldBack(method);
            throw;
        }
    }

    public void Dispose() => _concurrency.Dispose();

    private async Task WaitForConcurrencyAsync(BigQueryMethod method, CancellationToken cancellationToken)
    {
        if (await _concurrency.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return;
        }

        using var patience = new CancellationTokenSource(MethodBudget.LongestWait, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _concurrency.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServiceUnavailableException($"{method.ServiceName()} not called: too many calls are under way.")
            {
                OutcomeUnknown = false,
                RetryAfter = MethodBudget.LongestWait,
            };
        }
    }
}
