using System.Text.Json;
using BackendPlugins.Contracts;

namespace BackendPlugins.Storage;

/// <summary>A record as it is stored: <c>{"schema":1,"record":{...}}</c>.</summary>
/// <param name="Schema">Version of the form. Raised when an older reader would misread what is written.</param>
/// <param name="Record">The job.</param>
internal sealed record JobDocument(int Schema, JobRecord Record)
{
    /// <summary>The form that this code writes.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The document as UTF-8.</summary>
    public static byte[] Write(JobRecord record) => JobDocumentWriter.Write(new JobDocument(CurrentSchema, record));

    /// <exception cref="JsonException">The text is not a document of a form that this code knows.</exception>
    public static JobRecord Read(string text)
    {
        var document = JsonSerializer.Deserialize<JobDocument>(text, PluginJson.Options);
        return document switch
        {
            { Schema: CurrentSchema, Record: { } record } => record,
            { Schema: > CurrentSchema } => throw new JsonException(
                $"The stored job has document schema {document.Schema}; this version reads up to {CurrentSchema}. Run the version that wrote it."),
            _ => throw new JsonException("The stored job is not a document: it has no schema or no record."),
        };
    }
}
