using System.Text.Json;
using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Answering;
using BackendPlugins.Kubernetes.ApiServer.Objects;

namespace BackendPlugins.Kubernetes.ApiServer.Serving;

/// <summary>A request for a resource.</summary>
/// <param name="Context">The HTTP request.</param>
/// <param name="Kind">The resource.</param>
/// <param name="Namespace">Namespace of the path; empty where there is none.</param>
/// <param name="Name">Name of the path; null for the collection.</param>
public sealed record ApiRequest(HttpContext Context, ResourceKind Kind, string Namespace, string? Name)
{
    private const long MostBytes = 3 * 1024 * 1024;

    public ObjectKey Key(string name) => new(Kind.Qualified, Namespace, name);

    public bool IsDryRun => Query("dryRun") == "All";

    public string? Query(string name) => Context.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>Reads the body, JSON or YAML.</summary>
    public async Task<JsonNode?> BodyAsync()
    {
        if (Context.Request.ContentType?.Contains("protobuf", StringComparison.Ordinal) == true)
        {
            throw ApiFailureException.UnsupportedBody();
        }

        using var memory = new MemoryStream();
        await Context.Request.Body.CopyToAsync(memory, Context.RequestAborted);
        if (memory.Length > MostBytes)
        {
            throw ApiFailureException.EntityTooLarge();
        }

        var text = System.Text.Encoding.UTF8.GetString(memory.ToArray());
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException) when (Context.Request.ContentType?.Contains("yaml", StringComparison.Ordinal) == true)
        {
            return Yaml.Read(text);
        }
        catch (JsonException)
        {
            var shown = text.Length > 1 ? text[1] : ' ';
            throw ApiFailureException.BadRequest(
                $"the object provided is unrecognized (must be of type {Kind.Kind}): couldn't get version/kind; json parse error: invalid character '{shown}' looking for beginning of object key string ({text})");
        }
    }
}
