namespace BackendPlugins.Flyte.V1;

/// <summary>Requests to create a task: Flyte's v1 agent protocol and the RFC's external plugin protocol.</summary>
public static class TaskRequests
{
    /// <summary>Reads a request of the agent protocol.</summary>
    /// <param name="wire">The request.</param>
    /// <exception cref="WireFormatException">It is no request for a task; the message names the field.</exception>
    public static TaskRequest FromWire(Admin.CreateTaskRequest wire)
    {
        ArgumentNullException.ThrowIfNull(wire);
        return FromWire(wire.Template, wire.Inputs, wire.OutputPrefix) with { Execution = TaskExecutions.FromWire(wire.TaskExecutionMetadata) };
    }

    /// <summary>Reads a request of the external plugin protocol, which has no execution.</summary>
    /// <param name="wire">The request.</param>
    /// <exception cref="WireFormatException">It is no request for a task; the message names the field.</exception>
    public static TaskRequest FromWire(Service.TaskCreateRequest wire)
    {
        ArgumentNullException.ThrowIfNull(wire);
        return FromWire(wire.Template, wire.Inputs, wire.OutputPrefix);
    }

    /// <summary>Writes a request of the agent protocol. Connection settings stay behind: the protocol has no place for them.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="WireFormatException">A part has no form on the wire; the message names the field.</exception>
    public static Admin.CreateTaskRequest ToWire(TaskRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new Admin.CreateTaskRequest
        {
            Inputs = Literals.ToWire(request.Inputs, "inputs"),
            Template = TaskTemplates.ToWire(request.Category, request.Template),
            OutputPrefix = request.OutputPrefix,
            TaskExecutionMetadata = TaskExecutions.ToWire(request.Execution),
        };
    }

    /// <summary>Writes a request of the external plugin protocol. Execution and connection settings stay behind.</summary>
    /// <param name="request">The request.</param>
    /// <exception cref="WireFormatException">A part has no form on the wire; the message names the field.</exception>
    public static Service.TaskCreateRequest ToExternalPlugin(TaskRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new Service.TaskCreateRequest
        {
            Inputs = Literals.ToWire(request.Inputs, "inputs"),
            Template = TaskTemplates.ToWire(request.Category, request.Template),
            OutputPrefix = request.OutputPrefix,
        };
    }

    private static TaskRequest FromWire(Core.TaskTemplate? template, Core.LiteralMap? inputs, string outputPrefix) =>
        template is null
            ? throw new WireFormatException("template", "is missing: send the template that the task was registered with")
            : new TaskRequest
            {
                Category = TaskTemplates.CategoryOf(template),
                Template = TaskTemplates.FromWire(template),
                Inputs = Literals.FromWire(inputs, "inputs"),
                OutputPrefix = outputPrefix,
            };
}
