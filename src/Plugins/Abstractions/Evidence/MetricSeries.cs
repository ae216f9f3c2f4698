namespace BackendPlugins;

/// <summary>How a number of a job went over time, as its service tells it.</summary>
/// <param name="Name">For example <c>totalSlotMs</c>.</param>
/// <param name="Samples">Oldest first; a few hundred at most, since they are stored with the job.</param>
public sealed record MetricSeries(string Name, IReadOnlyList<MetricSample> Samples);

/// <summary>A value at a moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Value">The value.</param>
public sealed record MetricSample(DateTimeOffset At, double Value);
