using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Flyte;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Gateway.Answers;

namespace BackendPlugins.Gateway.FlyteV1;

/// <summary>A job's snapshot as Flyte v1's resource.</summary>
internal static class Resources
{
    /// <exception cref="InvalidDataException">The job holds a value that has no form on the wire: not the caller's fault.</exception>
    public static Resource ToWire(JobSnapshot job, DateTimeOffset now)
    {
        try
        {
            return Write(job, now);
        }
        catch (WireFormatException exception)
        {
            throw new InvalidDataException($"Job {job.Key} cannot be written as a resource.", exception);
        }
    }

    private static Resource Write(JobSnapshot job, DateTimeOffset now)
    {
        var phase = PhaseTable.Of(job.Phase);
        var resource = new Resource { Phase = phase.V1, Message = JobMessage.Of(job, now) };
#pragma warning disable CS0612 // Deprecated, and what older propellers read.
        resource.State = phase.V1State;
#pragma warning restore CS0612
        if (job.LogLinks.Count > 0)
        {
            resource.LogLinks.Add(job.LogLinks.Select(Flyte.V1.TaskLogs.ToWire));
        }

        if (job.CustomInfo is { ValueKind: JsonValueKind.Object } info)
        {
            resource.CustomInfo = Structs.FromJson(info, "custom_info");
        }

        if (job.Outputs is { } outputs)
        {
            resource.Outputs = Flyte.V1.Outputs.ToWire(outputs.Literals);
        }

        if (job.Error is { } error)
        {
            resource.AgentError = Flyte.V1.AgentErrors.ToWire(error);
        }

        return resource;
    }
}
