using BackendPlugins.Contracts;
using Google.Protobuf;
using V1 = BackendPlugins.Flyte.V1.Admin;
using V2 = BackendPlugins.Flyte.V2.Connector;

namespace BackendPlugins.Gateway.Answers;

/// <summary>Answers to GetTask as bytes, written once for each snapshot and protocol.</summary>
internal static class ReadyAnswers
{
    /// <summary>The v1 answer.</summary>
    /// <exception cref="InvalidDataException">The job holds a value that has no form on the wire.</exception>
    public static Task<byte[]> V1Of(ShownJob job, TimeProvider time) =>
        job.AnswerV1 ?? Write(job, time, WriteV1, static (shown, answer) => shown.AnswerV1 = answer);

    /// <summary>The v2 answer.</summary>
    /// <exception cref="InvalidDataException">The job holds a value that has no form on the wire.</exception>
    public static Task<byte[]> V2Of(ShownJob job, TimeProvider time) =>
        job.AnswerV2 ?? Write(job, time, WriteV2, static (shown, answer) => shown.AnswerV2 = answer);

    private static byte[] WriteV1(JobSnapshot job, TimeProvider time) =>
        new V1.GetTaskResponse { Resource = FlyteV1.Resources.ToWire(job, time.GetUtcNow()) }.ToByteArray();

    private static byte[] WriteV2(JobSnapshot job, TimeProvider time) =>
        new V2.GetTaskResponse { Resource = FlyteV2.Resources.ToWire(job, time.GetUtcNow()) }.ToByteArray();

    private static Task<byte[]> Write(ShownJob job, TimeProvider time, Func<JobSnapshot, TimeProvider, byte[]> write, Action<ShownJob, Task<byte[]>> keep)
    {
        var snapshot = job.Snapshot;
        var answer = Task.FromResult(write(snapshot, time));
        if (!JobMessage.Ages(snapshot))
        {
            keep(job, answer);
        }

        return answer;
    }
}
