using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace BackendPlugins.BigQuery;

/// <summary>
/// Finds as whom a job's calls are made: the host, or the task's own credentials. Jobs with the same credentials share one
/// caller, thereby its tokens and its budgets.
/// </summary>
internal sealed class Callers
{
    /// <summary>The secret's name in the protocol and in <c>template.custom["secrets"]</c>.</summary>
    public const string SecretKey = "google_application_credentials";

    private const int MostTaskCallers = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Caller Caller, long LastUse)> _ofTasks = [];
    private readonly HostSecrets _secrets;
    private readonly bool _anonymous;
    private long _uses;

    public Callers(IGoogleTokens hostTokens, HostSecrets secrets, IOptions<BigQueryOptions> options)
    {
        _secrets = secrets;
        _anonymous = options.Value.Credentials is BigQueryCredentials.Anonymous;
        Host = new Caller(null, _anonymous ? null : hostTokens, Caller.HostTag);
    }

    /// <summary>The host.</summary>
    public Caller Host { get; }

    /// <summary>As whom a job's calls are made.</summary>
    /// <exception cref="CredentialRefusedException">The task names credentials that cannot be had or used. It never runs as the host instead.</exception>
    public Caller Of(PluginJob job)
    {
        var name = NameOf(job.Task.Template.Custom);
        var json = job.Secrets.GetValueOrDefault(SecretKey);
        if (_anonymous || (name is null && string.IsNullOrWhiteSpace(json)))
        {
            return Host;
        }

        var secret = name ?? SecretKey;
        if (string.IsNullOrWhiteSpace(json))
        {
            json = _secrets.Find(secret) ?? throw new CredentialRefusedException(
                secret, "did not come with the task and is no secret of this host; mount it as flytekit's connectors read it, or take it off the task to run as the host");
        }

        return OfTask(secret, json);
    }

    /// <summary>The caller of a tag; null for one whose credentials have not been seen here lately.</summary>
    public Caller? Tagged(string tag)
    {
        if (tag == Caller.HostTag)
        {
            return Host;
        }

        lock (_lock)
        {
            return _ofTasks.Values.Select(known => known.Caller).FirstOrDefault(caller => caller.Tag == tag);
        }
    }

    /// <summary>The secret that a task names in <c>template.custom</c>; null for none.</summary>
    public static string? NameOf(JsonElement? custom)
    {
        if (custom is not { ValueKind: JsonValueKind.Object } settings)
        {
            return null;
        }

        var secrets = settings.EnumerateObject().FirstOrDefault(item => item.Name.Equals(CustomSetting.Secrets, StringComparison.OrdinalIgnoreCase)).Value;
        return secrets.ValueKind is JsonValueKind.Object && secrets.TryGetProperty(SecretKey, out var name) && name.ValueKind is JsonValueKind.String
            && name.GetString() is { Length: > 0 } text
                ? text
                : null;
    }

    private Caller OfTask(string secret, string json)
    {
        // The name is in the key, since errors tell it.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)));
        var key = $"{hash} {secret}";
        lock (_lock)
        {
            if (!_ofTasks.TryGetValue(key, out var known))
            {
                var credential = TaskCredential.Read(secret, json);
                known = (new Caller(secret, new CredentialTokens(_ => Task.FromResult(credential)), hash[..16]), 0);
                if (_ofTasks.Count >= MostTaskCallers)
                {
                    _ofTasks.Remove(_ofTasks.MinBy(item => item.Value.LastUse).Key);
                }
            }

            _ofTasks[key] = (known.Caller, ++_uses);
            return known.Caller;
        }
    }
}
