using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;

namespace BackendPlugins.Grains.Tests;

/// <summary>Records of every stage, made by the state machine itself.</summary>
internal static class Records
{
    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Ten seconds into a job's life.</summary>
    public static DateTimeOffset Later { get; } = Start.AddSeconds(10);

    public static JobRecord Accepted { get; } = Accept(Tasks.Request());

    public static JobRecord Submitting { get; } = JobLife.BeginSubmit(Accepted, Start.AddSeconds(1));

    public static JobRecord Waiting { get; } = JobLife.Observe(Submitting, Evidence.Seen(Evidence.External, ServicePhase.Pending), Start.AddSeconds(2));

    public static JobRecord Running { get; } = JobLife.Observe(Submitting, Evidence.Seen(Evidence.External, ServicePhase.Running), Start.AddSeconds(3));

    public static JobRecord Succeeded { get; } = JobLife.Observe(Running, Evidence.Seen(Evidence.External, ServicePhase.Succeeded), Start.AddSeconds(4));

    public static JobRecord Accept(TaskRequest task)
    {
        var command = Tasks.Command(task);
        return JobLife.Accept(command.Identity, command.Task, "Test", Evidence.External, Start);
    }

    public static JobRecord Cancelling(this JobRecord job) => JobLife.RequestCancel(job, "deleted by Flyte", Start.AddSeconds(5));
}
