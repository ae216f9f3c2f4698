using System.Diagnostics.Metrics;

namespace BackendPlugins.Standalone.Demo;

/// <summary>Counts what this process asks of services, from the plugins' own counter.</summary>
internal sealed class UpstreamCalls : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _count;

    public UpstreamCalls()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "backend_plugin_upstream_calls")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref _count, value));
        _listener.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _listener.Dispose();
}
