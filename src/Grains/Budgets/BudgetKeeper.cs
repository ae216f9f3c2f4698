using BackendPlugins.Contracts.Budgets;
using BackendPlugins.Grains.Pacing;
using Microsoft.Extensions.Logging;

namespace BackendPlugins.Grains.Budgets;

/// <summary>
/// Keeps the budgets of this silo in step with the cluster's: tells each second, and soon after a refusal, what has happened
/// here, and takes this silo's shares. While the cluster cannot be reached, the shares run out and equal parts take their place.
/// </summary>
internal sealed partial class BudgetKeeper(
    ProcessCallBudgets budgets,
    SubmitTurns turns,
    IGrainFactory grains,
    ILocalSiloDetails self,
    BudgetMetrics metrics,
    TimeProvider time,
    ILogger<BudgetKeeper> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AfterAlarm = TimeSpan.FromSeconds(0.1);

    /// <summary>Some reports may be lost before a silo falls back to its equal part.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _alarm = new(0, 1);
    private Task _keeping = Task.CompletedTask;
    private bool _failing;
    private int _silos = 1;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(BudgetKeeper),
        ServiceLifecycleStage.Active,
        _ =>
        {
            metrics.Start();
            budgets.Alarm = Alarm;
            _keeping = KeepUntilStoppedAsync();
            return Task.CompletedTask;
        },
        async _ =>
        {
            budgets.Alarm = null;
            await _stop.CancelAsync();
            await _keeping;
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _alarm.Dispose();
    }

    private void Alarm()
    {
        lock (_alarm)
        {
            if (_alarm.CurrentCount == 0)
            {
                _alarm.Release();
            }
        }
    }

    private async Task KeepUntilStoppedAsync()
    {
        // The lifecycle goes on meanwhile.
        await Task.Yield();
        try
        {
            while (true)
            {
                await TryKeepAsync();
                using var pause = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                var alarm = _alarm.WaitAsync(pause.Token);
                await Task.WhenAny(alarm, Task.Delay(Interval, time, pause.Token));
                await pause.CancelAsync();
                _stop.Token.ThrowIfCancellationRequested();
                if (alarm.IsCompletedSuccessfully)
                {
                    await Task.Delay(AfterAlarm, time, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private async Task TryKeepAsync()
    {
        try
        {
            await KeepAsync();
            _failing = false;
        }
        catch (Exception exception) when (!_stop.IsCancellationRequested)
        {
            if (!_failing)
            {
                LogOutOfReach(exception);
            }

            _failing = true;
            turns.RenewAlone(_silos);
        }
    }

    private async Task KeepAsync()
    {
        var lines = turns.Read().ToDictionary(line => line.Key);
        var readings = budgets.Read();
        var uses = readings.Select(reading => UseOf(reading, lines.GetValueOrDefault(reading.Key))).ToList();
        var breakers = budgets.ReadBreakers();
        if (uses.Count == 0 && breakers.Count == 0)
        {
            return;
        }

        var silo = self.SiloAddress.ToParsableString();
        var now = time.GetUtcNow();
        var views = breakers.Select(breaker => new BreakerView(
            breaker.Plugin, breaker.Endpoint, silo,
            breaker.IsProbing ? BreakerState.HalfOpen : breaker.IsOpen ? BreakerState.Open : BreakerState.Closed,
            breaker.FailuresInARow, breaker.IsOpen ? now + breaker.OpenFor : null, breaker.LastFailure)).ToList();
        var shares = await grains.GetGrain<IBudgetLeasesGrain>(0).ReportAsync(new BudgetReport(silo, uses, views));
        _silos = shares.Silos;
        foreach (var (reading, share) in readings.Zip(shares.Shares))
        {
            budgets.Lease(reading.Key, new BudgetLease(share.PerSecond, GoodFor, shares.Silos, share.PausedFor));
            turns.Renew(reading.Key, share.MostActive);
        }
    }

    private static BudgetUse UseOf(BudgetReading reading, SubmitLineReading? line) =>
        new(reading.Key.Plugin, reading.Key.Credential, reading.Key.Project, reading.Key.Method)
        {
            LimitPerSecond = reading.LimitPerSecond,
            Calls = reading.Calls,
            Refused = reading.Refused,
            Waiting = reading.Waiting,
            IsWanted = reading.IsWanted,
            PausedFor = reading.PausedFor,
            JobsWaiting = line?.Waiting ?? 0,
            JobsActive = line?.Active ?? 0,
            MostActive = line?.MostActive,
        };
}
