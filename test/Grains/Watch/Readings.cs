using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace BackendPlugins.Grains.Tests;

/// <summary>What a collector would read of a silo now.</summary>
internal sealed class Readings
{
    private readonly List<(string Name, string Tags, double Value)> _read = [];

    public static Readings Of(JobWorld world)
    {
        // The readings of one collection are shared for half a second.
        world.Clock.Time.Advance(TimeSpan.FromSeconds(1));
        var readings = new Readings();
        var meters = world.Cluster.Silos[0].ServiceProvider.GetRequiredService<IMeterFactory>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.IsObservable && instrument.Meter.Name == JobMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => readings.Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => readings.Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => readings.Take(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return readings;
    }

    /// <summary>A value by its name and, where there are several, by a tag's value.</summary>
    public double this[string name, string tag = ""] => _read.Single(one => one.Name == name && one.Tags.Contains(tag, StringComparison.Ordinal)).Value;

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = "";
        foreach (var tag in tags)
        {
            text += $"{tag.Value};";
        }

        _read.Add((instrument.Name, text, value));
    }
}
