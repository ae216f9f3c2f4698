using System.Globalization;
using System.Text.Json.Nodes;
using BackendPlugins.Kubernetes.ApiServer.Answering;
using BackendPlugins.Kubernetes.ApiServer.Objects;
using BackendPlugins.Kubernetes.ApiServer.Patching;
using BackendPlugins.Kubernetes.ApiServer.Selecting;

namespace BackendPlugins.Kubernetes.ApiServer.Serving;

/// <summary>What can be done with objects.</summary>
internal sealed class ResourceVerbs(ObjectStore store, TimeProvider time)
{
    // etcd's limit on a request, less what surrounds the object.
    private const int MostStoredBytes = 1_500_000;

    /// <summary>Does it.</summary>
    /// <param name="verb">Verb of Kubernetes.</param>
    /// <param name="request">The request.</param>
    /// <param name="mayCreate">Throws where the caller has no right to create, which applying an absent object asks for too.</param>
    public async Task<(int Code, JsonObject Body)> DoAsync(string verb, ApiRequest request, Action mayCreate) => verb switch
    {
        "get" => (200, Got(request)),
        "list" => (200, List(request)),
        "create" => (201, Create(request, await ContentAsync(request))),
        "update" => (200, Update(request, await ContentAsync(request))),
        "patch" => Patch(request, await request.BodyAsync() ?? throw ApiFailureException.BadRequest("the body is empty"), mayCreate),
        "delete" => (200, Delete(request, await request.BodyAsync() as JsonObject)),
        _ => throw ApiFailureException.UnknownPath(),
    };

    private StoredObject Existing(ApiRequest request) => store.Find(request.Key(request.Name!)) ?? throw ApiFailureException.NotFound(request.Kind, request.Name!);

    private JsonObject Got(ApiRequest request)
    {
        var found = Existing(request).Content;
        return TableAnswer.IsWanted(request.Context.Request) ? new TableAnswer(request.Kind, time).Of(found) : found;
    }

    private JsonObject List(ApiRequest request)
    {
        var selection = new Selection(request.Query("labelSelector"), request.Query("fieldSelector"));
        var (objects, version) = store.List(request.Kind.Qualified, request.Namespace.Length == 0 ? null : request.Namespace);
        if (request.Query("resourceVersion") is { } wanted && Number(wanted) > version)
        {
            throw ApiFailureException.VersionTooLarge(Number(wanted), version);
        }

        if (request.Query("resourceVersionMatch") == "Exact" && Number(request.Query("resourceVersion") ?? "0") < store.Compacted)
        {
            throw ApiFailureException.Expired("The resourceVersion for the provided list is too old.");
        }

        var page = ListPage.Of(request, [.. objects.Where(one => selection.Takes(one.Content))], version, store.Compacted);
        var metadata = new JsonObject { ["resourceVersion"] = Text(page.Version) };
        if (request.Kind.IsCustom || page.Continue.Length > 0)
        {
            metadata["continue"] = page.Continue;
        }

        if (page.Remaining > 0)
        {
            metadata["remainingItemCount"] = page.Remaining;
        }

        if (TableAnswer.IsWanted(request.Context.Request))
        {
            metadata.Remove("continue");
            return new TableAnswer(request.Kind, time).Of(page.Objects.Select(one => one.Content), metadata);
        }

        return new JsonObject
        {
            ["apiVersion"] = request.Kind.ApiVersion,
            ["kind"] = request.Kind.Kind + "List",
            ["metadata"] = metadata,
            ["items"] = new JsonArray([.. page.Objects.Select(one => Item(request.Kind, one.Content))]),
        };
    }

    // Items of a built-in list don't repeat what the list is of.
    private static JsonObject Item(ResourceKind kind, JsonObject content)
    {
        var item = content.DeepClone().AsObject();
        if (!kind.IsCustom)
        {
            item.Remove("apiVersion");
            item.Remove("kind");
        }

        return item;
    }

    private JsonObject Create(ApiRequest request, JsonObject content)
    {
        if (request.Kind.IsNamespaced && request.Namespace != "default" && store.Find(new ObjectKey(ResourceKind.Namespaces.Qualified, "", request.Namespace)) is null)
        {
            throw ApiFailureException.NotFound(ResourceKind.Namespaces, request.Namespace);
        }

        var name = content["metadata"]?["name"]?.GetValue<string>() ?? "";
        return store.Write(request.Key(name), before => before is null
            ? new StoredObject(Fresh(request, content), new Dictionary<string, string>())
            : throw ApiFailureException.AlreadyExists(request.Kind, name), request.IsDryRun).Stored!.Content;
    }

    private JsonObject Update(ApiRequest request, JsonObject content)
    {
        var (kind, name) = (request.Kind, request.Name!);
        if (content["metadata"]?["name"]?.GetValue<string>() is { } other && other != name)
        {
            throw ApiFailureException.BadRequest($"the name of the object ({other}) does not match the name on the URL ({name})");
        }

        return store.Write(request.Key(name), before =>
        {
            var stored = before ?? throw ApiFailureException.NotFound(kind, name);
            var version = Number(content["metadata"]?["resourceVersion"]?.GetValue<string>() ?? throw ApiFailureException.VersionRequired(kind, name));
            if (content["metadata"]?["uid"]?.GetValue<string>() is { } uid && uid != stored.Uid)
            {
                throw ApiFailureException.Conflict(
                    kind, name,
                    $"StorageError: invalid object, Code: 4, Key: /registry/{kind.Group}/{kind.Plural}/{request.Namespace}/{name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {stored.Uid}");
            }

            return version == stored.Version ? Next(request, stored, content, stored.Owners) : throw ApiFailureException.Modified(kind, name);
        }, request.IsDryRun).Stored!.Content;
    }

    private (int Code, JsonObject Body) Patch(ApiRequest request, JsonNode patch, Action mayCreate)
    {
        var type = request.Context.Request.ContentType?.Split(';')[0].Trim();
        var (kind, name) = (request.Kind, request.Name!);
        if (type == "application/apply-patch+yaml")
        {
            var manager = request.Query("fieldManager") ?? throw ApiFailureException.NoFieldManager();
            var (stored, created) = store.Write(request.Key(name), before =>
            {
                if (before is null)
                {
                    mayCreate();
                }

                var (content, owners) = ApplyPatch.Apply(before, patch.AsObject(), manager, request.Query("force") == "true");
                return before is null ? new StoredObject(Fresh(request, content), owners) : Next(request, before, content, owners);
            }, request.IsDryRun);
            return (created ? 201 : 200, stored!.Content);
        }

        var changed = store.Write(request.Key(name), before =>
        {
            var stored = before ?? throw ApiFailureException.NotFound(kind, name);
            var content = type switch
            {
                "application/merge-patch+json" => MergePatch.Apply(stored.Content, patch.AsObject()),
                "application/strategic-merge-patch+json" when !kind.IsCustom => MergePatch.ApplyStrategic(stored.Content, patch.AsObject()),
                "application/json-patch+json" => JsonPatch.Apply(stored.Content, patch.AsArray()),
                _ => throw ApiFailureException.UnsupportedPatch(kind.IsCustom),
            };
            return content["metadata"]?["resourceVersion"]?.GetValue<string>() is { } version && Number(version) != stored.Version
                ? throw ApiFailureException.Modified(kind, name)
                : Next(request, stored, content, stored.Owners);
        }, request.IsDryRun);
        return (200, changed.Stored!.Content);
    }

    private JsonObject Delete(ApiRequest request, JsonObject? options)
    {
        var (kind, name) = (request.Kind, request.Name!);
        var uid = "";
        store.Write(request.Key(name), before =>
        {
            var stored = before ?? throw ApiFailureException.NotFound(kind, name);
            uid = stored.Uid;
            var conditions = options?["preconditions"];
            if (conditions?["resourceVersion"]?.GetValue<string>() is { } version && version != Text(stored.Version))
            {
                throw ApiFailureException.Precondition(kind, name, $"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record ({stored.Version}). The object might have been modified");
            }

            return conditions?["uid"]?.GetValue<string>() is { } wanted && wanted != uid
                ? throw ApiFailureException.Precondition(kind, name, $"the UID in the precondition ({wanted}) does not match the UID in record ({uid}). The object might have been deleted and then recreated")
                : null;
        }, request.IsDryRun);
        return new JsonObject
        {
            ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success",
            ["details"] = new JsonObject { ["name"] = name, ["group"] = kind.Group, ["kind"] = kind.Plural, ["uid"] = uid },
        };
    }

    private static async Task<JsonObject> ContentAsync(ApiRequest request)
    {
        var content = await request.BodyAsync() as JsonObject ?? throw ApiFailureException.BadRequest("the body is no object");
        return content["apiVersion"]?.GetValue<string>() is { } version && version != request.Kind.ApiVersion
            ? throw ApiFailureException.BadRequest($"the API version in the data ({version}) does not match the expected API version ({request.Kind.ApiVersion})")
            : content;
    }

    private JsonObject Fresh(ApiRequest request, JsonObject content)
    {
        var fresh = content.DeepClone().AsObject();
        var metadata = fresh["metadata"] as JsonObject ?? [];
        fresh["metadata"] = metadata;
        (fresh["apiVersion"], fresh["kind"]) = (request.Kind.ApiVersion, request.Kind.Kind);
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        if (request.Kind.IsNamespaced)
        {
            metadata["namespace"] = request.Namespace;
        }

        if (request.Kind.IsCustom)
        {
            metadata["generation"] = 1;
        }

        if (request.Kind == ResourceKind.Definitions)
        {
            // Its resource is served from the next request on.
            fresh["status"] = new JsonObject { ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Established", ["status"] = "True" }) };
        }

        return Valid(request, fresh);
    }

    // The same object where nothing has changed: no write, no new version.
    private static StoredObject Next(ApiRequest request, StoredObject before, JsonObject content, IReadOnlyDictionary<string, string> owners)
    {
        var next = content.DeepClone().AsObject();
        var (old, metadata) = (before.Content["metadata"]!, next["metadata"]!);
        foreach (var fixedField in (string[])["uid", "creationTimestamp", "namespace", "name", "resourceVersion", "generation"])
        {
            metadata[fixedField] = old[fixedField]?.DeepClone();
            if (old[fixedField] is null)
            {
                metadata.AsObject().Remove(fixedField);
            }
        }

        Valid(request, next);
        if (JsonNode.DeepEquals(next, before.Content))
        {
            return before;
        }

        if (request.Kind.IsCustom && !JsonNode.DeepEquals(next["spec"], before.Content["spec"]))
        {
            metadata["generation"] = old["generation"]!.GetValue<int>() + 1;
        }

        return new StoredObject(next, owners);
    }

    private static JsonObject Valid(ApiRequest request, JsonObject content)
    {
        var name = content["metadata"]!["name"]?.GetValue<string>() ?? "";
        if (request.Kind is { IsCustom: true, Schema: { } schema } && StructuralSchema.Prune(content, schema) is { Count: > 0 } unknown && request.Query("fieldValidation") == "Strict")
        {
            throw ApiFailureException.BadRequest(
                $"{request.Kind.Kind} in version \"{request.Kind.Version}\" cannot be handled as a {request.Kind.Kind}: strict decoding error: "
                + string.Join(", ", unknown.Select(field => $"unknown field \"{field}\"")));
        }

        (string, string, string)[] problems = [.. ObjectNames.Problems(content["metadata"]!.AsObject()), .. request.Kind.Schema is { } rules ? StructuralSchema.Validate(content, rules) : []];
        if (problems.Length > 0)
        {
            throw ApiFailureException.Invalid(request.Kind, name, problems);
        }

        return System.Text.Encoding.UTF8.GetByteCount(content.ToJsonString()) > MostStoredBytes ? throw ApiFailureException.RequestTooLarge() : content;
    }

    private static long Number(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : throw ApiFailureException.Unparsable(text);

    private static string Text(long version) => version.ToString(CultureInfo.InvariantCulture);
}
