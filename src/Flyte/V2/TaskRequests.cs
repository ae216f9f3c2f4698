namespace BackendPlugins.Flyte.V2;

/// <summary>Requests to create a task in Flyte's v2 connector protocol.</summary>
public static class TaskRequests
{
    /// <summary>Reads a request. The secrets of its connection stay behind: what is made here is stored.</summary>
    /// <param name="wire">The request.</param>
    /// <exception cref="WireFormatException">It is no request for a task; the message names the field.</exception>
    public static TaskRequest FromWire(Connector.CreateTaskRequest wire)
    {
        ArgumentNullException.ThrowIfNull(wire);
        if (wire.Template is null)
        {
            throw new WireFormatException("template", "is missing: send the template that the task was registered with");
        }

        return new TaskRequest
        {
            Category = TaskTemplates.CategoryOf(wire.Template),
            Template = TaskTemplates.FromWire(wire.Template),
            Inputs = Literals.FromWire(wire.Inputs?.Literals ?? [], "inputs"),
            OutputPrefix = wire.OutputPrefix,
            Execution = TaskExecutions.FromWire(wire.TaskExecutionMetadata),
            ConnectionConfigs = new Dictionary<string, string>(wire.Connection?.Configs ?? []),
        };
    }

    /// <summary>Writes a request.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="WireFormatException">A part has no form on the wire; the message names the field.</exception>
    public static Connector.CreateTaskRequest ToWire(TaskRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var wire = new Connector.CreateTaskRequest
        {
            Inputs = new Task.Inputs { Literals = { Literals.ToWire(request.Inputs, "inputs") } },
            Template = TaskTemplates.ToWire(request.Category, request.Template),
            OutputPrefix = request.OutputPrefix,
            TaskExecutionMetadata = TaskExecutions.ToWire(request.Execution),
        };
        if (request.ConnectionConfigs.Count > 0)
        {
            wire.Connection = new Core.Connection { TaskType = request.Category.Name };
            wire.Connection.Configs.Add(request.ConnectionConfigs.ToDictionary());
        }

        return wire;
    }
}
