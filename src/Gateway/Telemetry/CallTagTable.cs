using System.Collections.Frozen;
using BackendPlugins.Gateway.Connectors;

namespace BackendPlugins.Gateway.Telemetry;

/// <summary>The tags of every call there can be, built once.</summary>
internal sealed class CallTagTable
{
    private const string Other = "other";

    private readonly FrozenDictionary<string, CallTags> _create;
    private readonly FrozenDictionary<string, CallTags> _get;
    private readonly FrozenDictionary<string, CallTags> _delete;

    public CallTagTable(ConnectorDirectory connectors)
    {
        var types = connectors.All.SelectMany(connector => connector.Categories).Select(category => category.Name).Append(Other).Distinct().ToList();
        (_create, _get, _delete) = (Of("create"), Of("get"), Of("delete"));

        FrozenDictionary<string, CallTags> Of(string operation) => types.ToFrozenDictionary(
            type => type,
            type => new CallTags(new KeyValuePair<string, object?>("task_type", type), new KeyValuePair<string, object?>("operation", operation)),
            StringComparer.Ordinal);
    }

    /// <summary>The tags of a request; null for one that is neither create, get nor delete of Flyte's.</summary>
    public CallTags? Of(object request) => request switch
    {
#pragma warning disable CS0612 // task_type is what older propellers send.
        Flyte.V1.Admin.GetTaskRequest get => Find(_get, get.TaskCategory?.Name, get.TaskType),
        Flyte.V1.Admin.CreateTaskRequest create => Find(_create, create.Template?.Type, null),
        Flyte.V1.Admin.DeleteTaskRequest delete => Find(_delete, delete.TaskCategory?.Name, delete.TaskType),
#pragma warning restore CS0612
        Flyte.V2.Connector.GetTaskRequest get => Find(_get, get.TaskCategory?.Name, null),
        Flyte.V2.Connector.CreateTaskRequest create => Find(_create, create.Template?.Type, null),
        Flyte.V2.Connector.DeleteTaskRequest delete => Find(_delete, delete.TaskCategory?.Name, null),
        _ => null,
    };

    private static CallTags Find(FrozenDictionary<string, CallTags> tags, string? category, string? type) =>
        tags.GetValueOrDefault(string.IsNullOrEmpty(category) ? type ?? Other : category) ?? tags[Other];
}
