using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Answering;
using BackendPlugins.Kubernetes.ApiServer.Objects;

namespace BackendPlugins.Kubernetes.ApiServer.Serving;

/// <summary>
/// A part of a list, and the token that continues it. What follows is read as it is by then, where a real server remembers how it
/// was at the first part.
/// </summary>
/// <param name="Objects">The part.</param>
/// <param name="Continue">Token for the next part; empty at the end.</param>
/// <param name="Remaining">How many follow.</param>
/// <param name="Version">Version that the list is of.</param>
internal sealed record ListPage(IReadOnlyList<StoredObject> Objects, string Continue, int Remaining, long Version)
{
    public static ListPage Of(ApiRequest request, IReadOnlyList<StoredObject> fitting, long version, long compacted)
    {
        var start = "";
        if (request.Query("continue") is { } token)
        {
            (var listed, start) = Read(token);
            if (listed >= 0 && listed < compacted)
            {
                throw ApiFailureException.Expired(
                    "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this "
                    + "response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between "
                    + "the time the first chunk was returned and now may show up in the list.",
                    Write(-1, start));
            }

            version = listed < 0 ? version : listed;
        }

        StoredObject[] left = [.. fitting.Where(one => string.CompareOrdinal(Place(request, one), start) >= 0)];
        var most = request.Query("limit") is { } limit && int.Parse(limit, CultureInfo.InvariantCulture) is > 0 and var number ? number : int.MaxValue;
        return left.Length <= most
            ? new ListPage(left, "", 0, version)
            : new ListPage(left[..most], Write(version, Place(request, left[most - 1]) + "\0"), left.Length - most, version);
    }

    private static string Place(ApiRequest request, StoredObject one)
    {
        var metadata = one.Content["metadata"]!;
        var name = metadata["name"]!.GetValue<string>();
        return request.Namespace.Length == 0 && metadata["namespace"] is { } space ? $"{space}/{name}" : name;
    }

    private static string Write(long version, string start) => Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(
        $"{{\"v\":\"meta.k8s.io/v1\",\"rv\":{version.ToString(CultureInfo.InvariantCulture)},\"start\":{JsonSerializer.Serialize(start)}}}"));

    private static (long Version, string Start) Read(string token)
    {
        var bytes = Base64Url.IsValid(token) ? Base64Url.DecodeFromChars(token) : [];
        try
        {
            var content = JsonNode.Parse(bytes)!;
            return (content["rv"]!.GetValue<long>(), content["start"]!.GetValue<string>());
        }
        catch (JsonException)
        {
            throw ApiFailureException.BadRequest($"invalid continue token: continue key is not valid: invalid character '{(bytes.Length > 0 ? (char)bytes[0] : ' ')}' looking for beginning of value");
        }
    }
}
