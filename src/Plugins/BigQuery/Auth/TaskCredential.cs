using System.Text.Json;
using Google.Apis.Auth.OAuth2;

namespace BackendPlugins.BigQuery;

/// <summary>Reads the JSON of a task's own Google credentials.</summary>
internal static class TaskCredential
{
    private const string ServiceAccount = "service_account";
    private const string AuthorizedUser = "authorized_user";
    private const string Impersonated = "impersonated_service_account";

    /// <summary>The credential, scoped.</summary>
    /// <exception cref="CredentialRefusedException">It cannot be used.</exception>
    public static GoogleCredential Read(string secret, string json)
    {
        CheckType(secret, json);
        try
        {
            return Create(json).CreateScoped(HostCredential.Scope);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or Newtonsoft.Json.JsonException or System.Security.Cryptography.CryptographicException)
        {
            // The library's words may repeat parts of the key.
            throw new CredentialRefusedException(secret, "is no usable Google credential; store the whole JSON key file as it was downloaded");
        }
    }

    private static GoogleCredential Create(string json)
    {
        using var document = JsonDocument.Parse(json);
        return TypeOf(document.RootElement) switch
        {
            ServiceAccount => CredentialFactory.FromJson<ServiceAccountCredential>(json).ToGoogleCredential(),
            AuthorizedUser => CredentialFactory.FromJson<UserCredential>(json).ToGoogleCredential(),
            _ => CredentialFactory.FromJson<ImpersonatedCredential>(json).ToGoogleCredential(),
        };
    }

    private static void CheckType(string secret, string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var type = TypeOf(document.RootElement);
            var source = type is Impersonated && document.RootElement.TryGetProperty("source_credentials", out var nested) ? TypeOf(nested) : type;
            if (source is not (ServiceAccount or AuthorizedUser))
            {
                // An external account makes whoever uses it read files and addresses, here those of the host.
                throw new CredentialRefusedException(
                    secret, $"is of type \"{source ?? "unknown"}\"; a task's own credentials are a {ServiceAccount}, an {AuthorizedUser} or an {Impersonated} of these");
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new CredentialRefusedException(secret, "is no JSON; store the whole JSON key file as it was downloaded");
        }
    }

    private static string? TypeOf(JsonElement credential) =>
        credential.ValueKind is JsonValueKind.Object && credential.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String
            ? type.GetString()
            : null;
}
