using Google.Protobuf.Reflection;

namespace BackendPlugins.Flyte.V1;

/// <summary>Registered descriptions of tasks between wire and records.</summary>
internal static class TaskTemplates
{
    private static readonly EnumDescriptor Dialects = Core.Sql.Descriptor.FindDescriptor<EnumDescriptor>("Dialect");

    public static TaskCategory CategoryOf(Core.TaskTemplate wire) => wire.Type.Length > 0
        ? new TaskCategory(wire.Type, wire.TaskTypeVersion)
        : throw new WireFormatException("template.type", "is empty: set the task type, for example bigquery_query_job_task");

    public static TaskTemplate FromWire(Core.TaskTemplate wire) => new()
    {
        Id = FromWire(wire.Id),
        Inputs = FromWire(wire.Interface?.Inputs, "template.interface.inputs"),
        Outputs = FromWire(wire.Interface?.Outputs, "template.interface.outputs"),
        Custom = wire.Custom is null ? null : Structs.ToJson(wire.Custom, Nesting.Of("template.custom")),
        Config = new Dictionary<string, string>(wire.Config),
        Timeout = TimeoutOf(wire.Metadata),
        Retries = (int)Math.Min(wire.Metadata?.Retries?.Retries ?? 0, int.MaxValue),
        Sql = wire.Sql is { } sql ? new SqlStatement(sql.Statement, EnumNames.NameOf(Dialects, (int)sql.Dialect)) : null,
        Container = wire.Container is { } container ? FromWire(container) : null,
        Pod = wire.K8SPod is { } pod ? FromWire(pod) : null,
        Secrets = [.. (wire.SecurityContext?.Secrets ?? []).Select(secret =>
            new SecretReference(secret.Group, secret.Key, secret.GroupVersion, secret.EnvVar))],
    };

    public static TaskIdentifier FromWire(Core.Identifier? wire) =>
        wire is null ? TaskIdentifier.None : new TaskIdentifier(wire.Project, wire.Domain, wire.Name, wire.Version, wire.Org);

    public static Core.TaskTemplate ToWire(TaskCategory category, TaskTemplate template)
    {
        var wire = new Core.TaskTemplate
        {
            Id = ToWire(template.Id),
            Type = category.Name,
            TaskTypeVersion = category.Version,
            Interface = new Core.TypedInterface
            {
                Inputs = ToWire(template.Inputs, "template.interface.inputs"),
                Outputs = ToWire(template.Outputs, "template.interface.outputs"),
            },
            Custom = template.Custom is { } custom ? Structs.FromJson(custom, "template.custom") : null,
            Metadata = new Core.TaskMetadata
            {
                Timeout = template.Timeout is { } timeout ? Times.ToWire(timeout) : null,
                Retries = new Core.RetryStrategy { Retries = (uint)Math.Max(template.Retries, 0) },
            },
        };
        wire.Config.Add(template.Config.ToDictionary());
        SetTarget(wire, template);
        if (template.Secrets.Count > 0)
        {
            wire.SecurityContext = new Core.SecurityContext
            {
                Secrets =
                {
                    template.Secrets.Select(secret => new Core.Secret
                    {
                        Group = secret.Group, Key = secret.Key, GroupVersion = secret.GroupVersion, EnvVar = secret.EnvironmentVariable,
                    }),
                },
            };
        }

        return wire;
    }

    public static Core.Identifier? ToWire(TaskIdentifier id) => id == TaskIdentifier.None
        ? null
        : new Core.Identifier
        {
            ResourceType = Core.ResourceType.Task, Project = id.Project, Domain = id.Domain, Name = id.Name, Version = id.Version, Org = id.Org,
        };

    // Flyte sends zero where the user set no limit.
    private static TimeSpan? TimeoutOf(Core.TaskMetadata? wire) =>
        wire?.Timeout is { } timeout && Times.FromWire(timeout, "template.metadata.timeout") is var limit && limit > TimeSpan.Zero ? limit : null;

    private static Dictionary<string, LiteralType> FromWire(Core.VariableMap? wire, string field) =>
        (wire?.Variables ?? []).ToDictionary(
            variable => variable.Key, variable => LiteralTypes.FromWire(variable.Value.Type, Nesting.Of(field, variable.Key)));

    private static Core.VariableMap ToWire(IReadOnlyDictionary<string, LiteralType> types, string field)
    {
        var wire = new Core.VariableMap();
        foreach (var (name, type) in types.OrderBy(item => item.Key, StringComparer.Ordinal))
        {
            wire.Variables.Add(name, new Core.Variable { Type = LiteralTypes.ToWire(type, $"{field}[\"{name}\"]") });
        }

        return wire;
    }

    private static ContainerSpec FromWire(Core.Container wire) => new()
    {
        Image = wire.Image,
        Command = [.. wire.Command],
        Args = [.. wire.Args],
        Environment = [.. wire.Env.Select(variable => KeyValuePair.Create(variable.Key, variable.Value))],
    };

    private static System.Text.Json.JsonElement FromWire(Core.K8sPod wire)
    {
        var withoutSpec = new Core.K8sPod { Metadata = wire.Metadata, DataConfig = wire.DataConfig, PrimaryContainerName = wire.PrimaryContainerName };
        return Pods.ToJson(withoutSpec, wire.PodSpec, Nesting.Of("template.k8s_pod.pod_spec"));
    }

    private static void SetTarget(Core.TaskTemplate wire, TaskTemplate template)
    {
        if (template.Sql is { } sql)
        {
            wire.Sql = new Core.Sql
            {
                Statement = sql.Statement,
                Dialect = (Core.Sql.Types.Dialect)EnumNames.NumberOf(Dialects, sql.Dialect, "template.sql.dialect"),
            };
        }
        else if (template.Container is { } container)
        {
            wire.Container = new Core.Container
            {
                Image = container.Image,
                Command = { container.Command },
                Args = { container.Args },
                Env = { container.Environment.Select(variable => new Core.KeyValuePair { Key = variable.Key, Value = variable.Value }) },
            };
        }
        else if (template.Pod is { } pod)
        {
            wire.K8SPod = Pods.FromJson<Core.K8sPod>(pod, "template.k8s_pod");
        }
    }
}
