using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Identity;

/// <summary>
/// Hash of what makes two requests of one attempt the same: template and inputs by name. An honest repeat may bring another
/// order (v2 lists inputs in the order of a hash map), other labels, annotations,
/// environment and secrets; those do not count.
/// </summary>
/// <remarks>Taken over JSON whose names stand in order at every depth. It is stored with jobs whose task has shrunk: the same request must give the same for ever, and a stored task what its request gives.</remarks>
internal static class RequestFingerprint
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = PluginJson.Options.MaxDepth };

    /// <summary>A job's: as it is kept, or of the whole task. Most jobs are never sent again, so none is taken before it must be kept.</summary>
    public static string Of(JobRecord job) => job.Fingerprint.Length > 0 ? job.Fingerprint : Of(job.Task);

    /// <summary>A request's.</summary>
    public static string Of(TaskRequest task)
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(
            new Asked(task.Category, task.Template with { Secrets = [] }, task.Inputs, task.ConnectionConfigs), PluginJson.Options);
        using var document = JsonDocument.Parse(text, Reading);

        // The same pieces in another order are as long.
        var sorted = ArrayPool<byte>.Shared.Rent(text.Length);
        var length = new SortedJson(sorted).Write(document.RootElement);
        var hash = Convert.ToHexStringLower(SHA256.HashData(sorted.AsSpan(0, length)));
        ArrayPool<byte>.Shared.Return(sorted);
        return hash;
    }

    /// <summary>What counts; in the stored form's order and names.</summary>
    private sealed record Asked(
        TaskCategory Category, TaskTemplate Template, IReadOnlyDictionary<string, Literal> Inputs, IReadOnlyDictionary<string, string> Configs);
}
