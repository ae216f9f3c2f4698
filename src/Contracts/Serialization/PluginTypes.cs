using System.Text.Json;

namespace BackendPlugins.Contracts.Serialization;

// The plugin author's types know nothing of Orleans. They cross grains in the JSON form in which they are also stored, so
// there is one form to keep compatible.

/// <summary>JSON bytes of a plugin type.</summary>
[GenerateSerializer, Alias("bp.PluginJson"), Immutable]
public struct PluginJsonSurrogate
{
    /// <summary>UTF-8 JSON.</summary>
    [Id(0)]
    public byte[] Json { get; set; }
}

/// <summary>Carries <see cref="TaskRequest"/>.</summary>
[RegisterConverter]
public sealed class TaskRequestConverter : PluginJsonConverter<TaskRequest>;

/// <summary>Carries <see cref="JobError"/>.</summary>
[RegisterConverter]
public sealed class JobErrorConverter : PluginJsonConverter<JobError>;

/// <summary>Carries <see cref="LogLink"/>.</summary>
[RegisterConverter]
public sealed class LogLinkConverter : PluginJsonConverter<LogLink>;

/// <summary>Carries <see cref="MetricSeries"/>.</summary>
[RegisterConverter]
public sealed class MetricSeriesConverter : PluginJsonConverter<MetricSeries>;

/// <summary>Carries <see cref="ExternalJob"/>.</summary>
[RegisterConverter]
public sealed class ExternalJobConverter : PluginJsonConverter<ExternalJob>;

/// <summary>Carries <see cref="JobOutputs"/>.</summary>
[RegisterConverter]
public sealed class JobOutputsConverter : PluginJsonConverter<JobOutputs>;

/// <summary>Carries <see cref="JsonElement"/>.</summary>
[RegisterConverter]
public sealed class JsonElementConverter : PluginJsonConverter<JsonElement>;

/// <summary>Reads and writes a plugin type as JSON.</summary>
/// <typeparam name="T">The type.</typeparam>
public abstract class PluginJsonConverter<T> : IConverter<T, PluginJsonSurrogate>
    where T : notnull
{
    /// <inheritdoc/>
    public T ConvertFromSurrogate(in PluginJsonSurrogate surrogate) =>
        JsonSerializer.Deserialize<T>(surrogate.Json, PluginJson.Options)
        ?? throw new JsonException($"A {typeof(T).Name} cannot be null.");

    /// <inheritdoc/>
    public PluginJsonSurrogate ConvertToSurrogate(in T value) =>
        new() { Json = JsonSerializer.SerializeToUtf8Bytes(value, PluginJson.Options) };
}
