using System.Text.Json.Nodes;

namespace BackendPlugins.Kubernetes.ApiServer.Patching;

/// <summary>RFC 7386.</summary>
public static class MergePatch
{
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(patch);
        var result = target.DeepClone().AsObject();
        foreach (var (name, value) in patch)
        {
            if (value is null)
            {
                result.Remove(name);
            }
            else if (value is JsonObject inner)
            {
                result[name] = Apply(result[name] as JsonObject ?? [], inner);
            }
            else
            {
                result[name] = value.DeepClone();
            }
        }

        return result;
    }

    /// <summary>Strategic merge as far as lists without a merge key go, such as a Role's rules: they are replaced, and the patch's directives dropped.</summary>
    public static JsonObject ApplyStrategic(JsonObject target, JsonObject patch) => Apply(target, WithoutDirectives(patch));

    private static JsonObject WithoutDirectives(JsonObject patch) => new(patch
        .Where(field => !field.Key.StartsWith('$'))
        .Select(field => KeyValuePair.Create(field.Key, field.Value is JsonObject inner ? WithoutDirectives(inner) : field.Value?.DeepClone())));
}
