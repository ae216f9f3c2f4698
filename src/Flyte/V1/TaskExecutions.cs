namespace BackendPlugins.Flyte.V1;

/// <summary>What Flyte says of an execution, between wire and records.</summary>
internal static class TaskExecutions
{
    public static TaskExecution FromWire(Admin.TaskExecutionMetadata? wire) => wire is null
        ? TaskExecution.Unknown
        : new TaskExecution
        {
            Id = wire.TaskExecutionId is { } id ? FromWire(id) : null,
            Namespace = wire.Namespace,
            Labels = new Dictionary<string, string>(wire.Labels),
            Annotations = new Dictionary<string, string>(wire.Annotations),
            ServiceAccount = wire.K8SServiceAccount,
            EnvironmentVariables = new Dictionary<string, string>(wire.EnvironmentVariables),
            MaxAttempts = wire.MaxAttempts,
            Interruptible = wire.Interruptible,
        };

    public static Admin.TaskExecutionMetadata? ToWire(TaskExecution execution)
    {
        var wire = new Admin.TaskExecutionMetadata
        {
            TaskExecutionId = execution.Id is { } id ? ToWire(id) : null,
            Namespace = execution.Namespace,
            K8SServiceAccount = execution.ServiceAccount,
            MaxAttempts = execution.MaxAttempts,
            Interruptible = execution.Interruptible,
        };
        wire.Labels.Add(execution.Labels.ToDictionary());
        wire.Annotations.Add(execution.Annotations.ToDictionary());
        wire.EnvironmentVariables.Add(execution.EnvironmentVariables.ToDictionary());
        return wire.CalculateSize() is 0 ? null : wire;
    }

    private static TaskExecutionId FromWire(Core.TaskExecutionIdentifier wire)
    {
        var execution = wire.NodeExecutionId?.ExecutionId;
        return new TaskExecutionId(
            TaskTemplates.FromWire(wire.TaskId),
            execution?.Project ?? "",
            execution?.Domain ?? "",
            execution?.Name ?? "",
            wire.NodeExecutionId?.NodeId ?? "",
            (int)Math.Min(wire.RetryAttempt, int.MaxValue),
            execution?.Org ?? "");
    }

    private static Core.TaskExecutionIdentifier ToWire(TaskExecutionId id) => new()
    {
        TaskId = TaskTemplates.ToWire(id.Task),
        NodeExecutionId = new Core.NodeExecutionIdentifier
        {
            NodeId = id.Node,
            ExecutionId = new Core.WorkflowExecutionIdentifier { Project = id.Project, Domain = id.Domain, Name = id.Execution, Org = id.Org },
        },
        RetryAttempt = (uint)Math.Max(id.RetryAttempt, 0),
    };
}
