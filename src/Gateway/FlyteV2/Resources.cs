using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Flyte;
using BackendPlugins.Flyte.V2.Connector;
using BackendPlugins.Gateway.Answers;

namespace BackendPlugins.Gateway.FlyteV2;

/// <summary>A job's snapshot as Flyte v2's resource.</summary>
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
        var resource = new Resource { Phase = PhaseTable.Of(job.Phase).V2, Message = JobMessage.Of(job, now) };
        if (job.LogLinks.Count > 0)
        {
            resource.LogLinks.Add(job.LogLinks.Select(Flyte.V2.TaskLogs.ToWire));
        }

        if (job.CustomInfo is { ValueKind: JsonValueKind.Object } info)
        {
            resource.CustomInfo = Structs.FromJson(info, "custom_info");
        }

        if (job.Outputs is { } outputs)
        {
            resource.Outputs = Flyte.V2.Outputs.ToWire(outputs.Literals);
        }

        return resource;
    }
}
