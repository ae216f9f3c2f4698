namespace BackendPlugins.BigQuery;

/// <summary>Secrets of this host, found as flytekit's connectors find them: environment, then file.</summary>
/// <param name="environment">Reads an environment variable; null where it is not set.</param>
/// <param name="file">Reads a file; null where there is none.</param>
internal sealed class HostSecrets(Func<string, string?> environment, Func<string, string?> file)
{
    private const string DefaultPrefix = "_FSEC_";
    private const string DefaultFolder = "/etc/secrets";

    /// <summary>The secrets of the process.</summary>
    public static HostSecrets OfProcess() => new(Environment.GetEnvironmentVariable, path => File.Exists(path) ? File.ReadAllText(path) : null);

    /// <summary>The value without the white space around it; null where the host has no such secret.</summary>
    public string? Find(string name)
    {
        // The task's author chooses the name: it must not lead out of the folder.
        if (name.AsSpan().ContainsAny('/', '\\', '\0') || name is "" or "." or "..")
        {
            return null;
        }

        var variable = (environment("FLYTE_SECRETS_ENV_PREFIX") ?? DefaultPrefix) + name.ToUpperInvariant();
        return Trimmed(environment(variable)) ?? Trimmed(file(PathOf(name)));
    }

    private string PathOf(string name) => Path.Combine(
        environment("FLYTE_SECRETS_DEFAULT_DIR") ?? DefaultFolder, environment("FLYTE_SECRETS_FILE_PREFIX") + name.ToLowerInvariant());

    private static string? Trimmed(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
