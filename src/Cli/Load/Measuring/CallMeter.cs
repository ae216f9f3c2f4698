using System.Collections.Concurrent;
using Grpc.Core;
using HdrHistogram;

namespace BackendPlugins.Cli.Load.Measuring;

/// <summary>Measures the calls of one method: latency as a histogram, errors by status.</summary>
internal sealed class CallMeter
{
    private const long MicrosecondsPerHour = 3_600_000_000;
    private const int Digits = 3;

    private readonly Lock _reading = new();
    private readonly Recorder _recorder = HistogramFactory.With64BitBucketSize()
        .WithValuesUpTo(MicrosecondsPerHour).WithPrecisionOf(Digits).WithThreadSafeWrites().WithThreadSafeReads().Create();

    private readonly LongHistogram _total = new(MicrosecondsPerHour, Digits);
    private readonly ConcurrentDictionary<StatusCode, int> _errors = new();
    private HistogramBase? _interval;
    private int _failed;
    private int _failedBefore;

    /// <summary>Errors so far by status.</summary>
    public IReadOnlyDictionary<StatusCode, int> Errors => _errors;

    /// <summary>Counts a call that was answered.</summary>
    public void Answered(TimeSpan latency) =>
        _recorder.RecordValue(Math.Clamp((long)latency.TotalMicroseconds, 0, MicrosecondsPerHour - 1));

    /// <summary>Counts a call that failed.</summary>
    public void Failed(StatusCode status)
    {
        Interlocked.Increment(ref _failed);
        _errors.AddOrUpdate(status, 1, static (_, count) => count + 1);
    }

    /// <summary>What happened since the call before; with it the interval ends.</summary>
    public CallWindow TakeInterval()
    {
        lock (_reading)
        {
            _interval = _recorder.GetIntervalHistogram(_interval);
            var failed = Volatile.Read(ref _failed);
            var window = WindowOf(_interval, failed - _failedBefore);
            _total.Add(_interval);
            _failedBefore = failed;
            return window;
        }
    }

    /// <summary>All of the intervals that were taken.</summary>
    public CallSummary Summary()
    {
        lock (_reading)
        {
            return _total.TotalCount == 0
                ? new CallSummary(0, _failedBefore, [], 0, 0)
                : new CallSummary(
                    _total.TotalCount,
                    _failedBefore,
                    [.. CallSummary.Percentiles.Select(percentile => Seconds(_total.GetValueAtPercentile(percentile)))],
                    Seconds(_total.GetMaxValue()),
                    _total.GetMean() / 1e6);
        }
    }

    /// <summary>Forgets what was measured so far: the endpoint was warming up.</summary>
    public void Reset()
    {
        lock (_reading)
        {
            _interval = _recorder.GetIntervalHistogram(_interval);
            _total.Reset();
            _errors.Clear();
            _failedBefore = 0;
            Interlocked.Exchange(ref _failed, 0);
        }
    }

    private static CallWindow WindowOf(HistogramBase histogram, int failed) => histogram.TotalCount == 0
        ? new CallWindow(0, failed, null, null)
        : new CallWindow(histogram.TotalCount, failed, Seconds(histogram.GetValueAtPercentile(50)), Seconds(histogram.GetValueAtPercentile(99)));

    private static double Seconds(long microseconds) => microseconds / 1e6;
}
