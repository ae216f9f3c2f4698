using System.Diagnostics.Metrics;
using BackendPlugins.Contracts;
using Grpc.Core;

namespace BackendPlugins.Gateway.Telemetry;

/// <summary>
/// What this gateway answers, under the names of flytekit's own connectors, so that boards made for them go on. Recorded once per call
/// with tags that are built once: this stands in the way of every Get.
/// </summary>
internal sealed class CallMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "BackendPlugins.Gateway";

    private readonly Counter<long> _succeeded;
    private readonly Counter<long> _failed;
    private readonly Histogram<double> _latency;
    private readonly Histogram<long> _inputs;
    private readonly Histogram<double> _age;

    public CallMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _succeeded = meter.CreateCounter<long>("flyte_connector_requests_success", "{request}", "Flyte's calls that were answered");
        _failed = meter.CreateCounter<long>("flyte_connector_requests_failure", "{request}", "Flyte's calls that ended with an error, by its code in HTTP's numbers");
        _latency = meter.CreateHistogram("flyte_connector_request_latency", "s", "Time from a call to its answer", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        });
        _inputs = meter.CreateHistogram("flyte_connector_input_literal", "By", "Size of a task's inputs", advice: new InstrumentAdvice<long>
        {
            HistogramBucketBoundaries = [256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304],
        });
        _age = meter.CreateHistogram("backend_plugin_told_state_age", "s", "How old the state of an unfinished job is when Flyte is told of it", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 900, 3600],
        });
    }

    /// <summary>A call was answered.</summary>
    public void Succeeded(CallTags tags, TimeSpan duration)
    {
        _succeeded.Add(1, tags.Type, tags.Operation);
        _latency.Record(duration.TotalSeconds, tags.Type, tags.Operation);
    }

    /// <summary>A call ended with an error.</summary>
    public void Failed(CallTags tags, StatusCode code, TimeSpan duration)
    {
        _failed.Add(1, tags.Type, tags.Operation, new KeyValuePair<string, object?>("error_code", HttpCode(code)));
        _latency.Record(duration.TotalSeconds, tags.Type, tags.Operation);
    }

    /// <summary>A task came with inputs.</summary>
    public void Inputs(CallTags tags, int bytes) => _inputs.Record(bytes, tags.Type);

    /// <summary>Flyte is told of a job.</summary>
    public void Told(ShownJob job, DateTimeOffset now)
    {
        if (job is { Stage: not JobStage.Ended, ObservedAt: { } seen })
        {
            _age.Record((now - seen).TotalSeconds);
        }
    }

    /// <summary>flytekit's connectors tell codes in HTTP's numbers.</summary>
    private static string HttpCode(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.OutOfRange => "400",
        StatusCode.Unauthenticated => "401",
        StatusCode.PermissionDenied => "403",
        StatusCode.NotFound => "404",
        StatusCode.AlreadyExists or StatusCode.Aborted => "409",
        StatusCode.ResourceExhausted => "429",
        StatusCode.Cancelled => "499",
        StatusCode.Unimplemented => "501",
        StatusCode.Unavailable => "503",
        StatusCode.DeadlineExceeded => "504",
        _ => "500",
    };
}
