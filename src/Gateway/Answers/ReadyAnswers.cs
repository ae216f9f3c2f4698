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
        job.AnswerV1 ?? Keep(job, WriteV1(job.Snapshot, time), static (shown, answer) => shown.AnswerV1 = answer);

    /// <summary>The v2 answer.</summary>
    /// <exception cref="InvalidDataException">The job holds a value that has no form on the wire.</exception>
    public static Task<byte[]> V2Of(ShownJob job, TimeProvider time) =>
        job.AnswerV2 ?? Keep(job, WriteV2(job.Snapshot, time), static (shown, answer) => shown.AnswerV2 = answer);

    private static Task<byte[]> WriteV1(JobSnapshot job, TimeProvider time) =>
        Task.FromResult(new V1.GetTaskResponse { Resource = FlyteV1.Resources.ToWire(job, time.GetUtcNow()) }.ToByteArray());

    private static Task<byte[]> WriteV2(JobSnapshot job, TimeProvider time) =>
        Task.FromResult(new V2.GetTaskResponse { Resource = FlyteV2.Resources.ToWire(job, time.GetUtcNow()) }.ToByteArray());

    private static Task<byte[]> Keep(ShownJob job, Task<byte[]> answer, Action<ShownJob, Task<byte[]>> keep)
    {
        if (!JobMessage.Ages(job.Snapshot))
        {
            keep(job, answer);
        }

        return answer;
    }
}
