namespace BackendPlugins.Silo.Secrets;

/// <summary>Where the keys are kept that encrypt stored secrets. Section <c>Secrets</c>.</summary>
public sealed class SecretOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Secrets";

    /// <summary>
    /// Folder of the key ring, shared by all silos and readable by them alone. Default is null: secrets that come with tasks
    /// are kept in memory and never stored.
    /// </summary>
    public string? KeyFolder { get; set; }
}
