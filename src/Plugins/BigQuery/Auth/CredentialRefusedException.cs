namespace BackendPlugins.BigQuery;

/// <summary>A task's own credentials cannot be used. The message names the secret, never its value.</summary>
/// <param name="secret">The secret's name.</param>
/// <param name="problem">What is wrong and what to do.</param>
internal sealed class CredentialRefusedException(string secret, string problem) : Exception($"The secret {secret}, which the task names as its Google credentials, {problem}.")
{
    /// <summary>The code of the error that the task ends with.</summary>
    public const string Code = "InvalidCredentials";
}
