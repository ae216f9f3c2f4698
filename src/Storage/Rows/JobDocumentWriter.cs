using System.Buffers;
using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Storage;

/// <summary>
/// Writes a job's document. It writes what <see cref="JsonSerializer"/> writes with <see cref="PluginJson.Options"/>, byte for
/// byte, and reading is left to that: each create pays for this, and the serializer takes twice the time.
/// </summary>
internal static class JobDocumentWriter
{
    // Most documents fit.
    private const int Expected = 4096;

    private static readonly JsonWriterOptions Writing = new()
    {
        Encoder = PluginJson.Options.Encoder,
        MaxDepth = PluginJson.Options.MaxDepth,
        SkipValidation = true,
    };

    /// <summary>A document as UTF-8.</summary>
    public static byte[] Write(JobDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>(Expected);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        writer.WriteStartObject();
        writer.WriteNumber("schema"u8, document.Schema);
        writer.WritePropertyName("record"u8);
        Write(writer, document.Record);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, JobRecord record)
    {
        writer.WriteStartObject();
        Write(writer, record.Identity);
        writer.WritePropertyName("task"u8);
        TaskDocumentWriter.Write(writer, record.Task);
        writer.WriteText("fingerprint"u8, record.Fingerprint);
        writer.WriteText("plugin"u8, record.Plugin);
        Write(writer, record.External);
        writer.WriteName("stage"u8, record.Stage);
        writer.WriteName("phase"u8, record.Phase);
        writer.WriteText("message"u8, record.Message);
        writer.WriteAny("cancel"u8, record.Cancel);
        writer.WriteAny("error"u8, record.Error);
        writer.WriteAny("outputs"u8, record.Outputs);
        writer.WriteList("logLinks"u8, record.LogLinks);
        writer.WriteElement("customInfo"u8, record.CustomInfo);
        writer.WriteString("createdAt"u8, record.CreatedAt);
        writer.WriteString("changedAt"u8, record.ChangedAt);
        Write(writer, "submitStartedAt"u8, record.SubmitStartedAt);
        Write(writer, "endedAt"u8, record.EndedAt);
        Write(writer, record.History);
        writer.WriteText("protectedSecrets"u8, record.ProtectedSecrets);
        writer.WriteList("metrics"u8, record.Metrics);
        writer.WriteList("progress"u8, record.Progress);
        Write(writer, "serviceCreatedAt"u8, record.ServiceCreatedAt);
        writer.WriteBoolean("isShed"u8, record.IsShed);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, JobIdentity identity)
    {
        writer.WriteStartObject("identity"u8);
        writer.WriteStartObject("key"u8);
        writer.WriteText("category"u8, identity.Key.Category);
        writer.WriteText("hash"u8, identity.Key.Hash);
        writer.WriteText("value"u8, identity.Key.Value);
        writer.WriteEndObject();
        writer.WriteText("family"u8, identity.Family);
        writer.WriteNumber("attempt"u8, identity.Attempt);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ExternalJob? external)
    {
        if (external is null)
        {
            return;
        }

        writer.WriteStartObject("external"u8);
        writer.WriteText("id"u8, external.Id);
        writer.WriteTexts("coordinates"u8, external.Coordinates);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, IReadOnlyList<JobEdge> history)
    {
        writer.WriteStartArray("history"u8);
        for (var i = 0; i < history.Count; i++)
        {
            var edge = history[i];
            writer.WriteStartObject();
            writer.WriteString("at"u8, edge.At);
            writer.WriteName("stage"u8, edge.Stage);
            writer.WriteName("phase"u8, edge.Phase);
            writer.WriteText("reason"u8, edge.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? at)
    {
        if (at is { } time)
        {
            writer.WriteString(name, time);
        }
    }
}
