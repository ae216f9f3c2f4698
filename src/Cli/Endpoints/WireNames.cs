using System.Text.Json;

namespace BackendPlugins.Cli.Endpoints;

/// <summary>Names of values of the wire's enumerations, as Flyte writes them: <c>SYSTEM</c>.</summary>
internal static class WireNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());
}
