using BackendPlugins.Cli.Arguments;
using BackendPlugins.Cli.Commands;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>Where to call and how.</summary>
/// <param name="Address">The gRPC endpoint.</param>
/// <param name="Http">The HTTP endpoint of the same gateway.</param>
/// <param name="Protocol">The protocol; null to take what the endpoint answers.</param>
/// <param name="Timeout">How long one call may take.</param>
internal sealed record EndpointOptions(Uri Address, Uri Http, WireProtocol? Protocol, TimeSpan Timeout)
{
    private const string DefaultAddress = "http://localhost:8000";
    private const int DefaultHttpPort = 8080;

    /// <summary>Takes what the line says, else what the environment says, else the defaults.</summary>
    /// <exception cref="BadInputException">An option cannot be read.</exception>
    public static EndpointOptions Of(EndpointSettings settings, CliEnvironment environment)
    {
        var address = Read("--endpoint", settings.Endpoint, "BACKENDCTL_ENDPOINT", environment) ?? new Uri(DefaultAddress);
        return new EndpointOptions(
            address,
            Read("--http", settings.Http, "BACKENDCTL_HTTP", environment) ?? new Uri($"http://{address.Host}:{DefaultHttpPort}"),
            settings.Protocol.ToUpperInvariant() switch
            {
                "AUTO" => null,
                "V1" => WireProtocol.V1,
                "V2" => WireProtocol.V2,
                _ => throw new BadInputException("--protocol", $"must be auto, v1 or v2; got \"{settings.Protocol}\""),
            },
            OptionText.Duration("--timeout", settings.Timeout));
    }

    private static Uri? Read(string option, string? text, string variable, CliEnvironment environment) =>
        text is not null ? OptionText.Address(option, text)
        : environment.Variable(variable) is { Length: > 0 } fromVariable ? OptionText.Address($"${variable}", fromVariable)
        : null;
}
