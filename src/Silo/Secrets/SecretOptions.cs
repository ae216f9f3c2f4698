using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Silo.Secrets;

/// <summary>Where the keys are kept that encrypt stored secrets. Section <c>Secrets</c>.</summary>
public sealed class SecretOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Secrets";

    /// <summary>
    /// Folder of the key ring, shared by all silos and readable by them alone. Default is null: secrets that come with tasks
    /// are kept in memory and never stored.
    /// </summary>
    public string? KeyFolder { get; set; }

    /// <summary>
    /// Whether the key ring is kept in the job store's PostgreSQL, so that every silo has it. Who can read that database can read
    /// the keys beside what they encrypt, unless a certificate encrypts them. Default is false.
    /// </summary>
    public bool KeysInStore { get; set; }

    /// <summary>PKCS#12 file with a certificate that encrypts the key ring, the same for all silos. Default is null: the keys lie in clear.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>Password of <see cref="CertificateFile"/>. Default is null: it has none.</summary>
    public string? CertificatePassword { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (KeysInStore && !string.IsNullOrEmpty(KeyFolder))
        {
            yield return new ValidationResult("Secrets:KeyFolder and Secrets:KeysInStore exclude each other; set one of them.");
        }

        if (CertificateFile is { Length: > 0 } file && !File.Exists(file))
        {
            yield return new ValidationResult($"Secrets:CertificateFile names {file}, and there is no such file.");
        }
    }
}
