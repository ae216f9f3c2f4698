using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Life;

/// <summary>What a job's grain does at its next tick.</summary>
internal enum Step
{
    /// <summary>Nothing: the job is over.</summary>
    None,

    /// <summary>Submit it.</summary>
    Submit,

    /// <summary>Find out what became of a submit before anything else is sent.</summary>
    Resolve,

    /// <summary>End it: it was cancelled and certainly never reached the service.</summary>
    Abandon,

    /// <summary>Ask how it is.</summary>
    LookUp,

    /// <summary>Ask the service to cancel it.</summary>
    Cancel,
}

/// <summary>The table that decides the next step.</summary>
internal static class NextStep
{
    /// <param name="job">The job.</param>
    /// <param name="resolveFirst">Whether the service has to be asked for the job before it is submitted (again).</param>
    /// <param name="mayHaveLanded">Whether a submit whose answer was not seen may still start the job.</param>
    /// <param name="cancelDue">Whether a promised cancel has to be sent (again).</param>
    public static Step Of(JobRecord job, bool resolveFirst, bool mayHaveLanded, bool cancelDue) => (job.Stage, job.Cancel is not null) switch
    {
        (JobStage.Ended, _) => Step.None,
        (JobStage.Accepted, false) => Step.Submit,
        (JobStage.Accepted, true) => Step.Abandon,
        (JobStage.Submitting, false) => resolveFirst ? Step.Resolve : Step.Submit,
        (JobStage.Submitting, true) => mayHaveLanded ? Step.Resolve : Step.Abandon,
        (JobStage.Tracked, true) => cancelDue ? Step.Cancel : Step.LookUp,
        (JobStage.Tracked, false) => Step.LookUp,
        _ => throw new InvalidOperationException($"No rule for stage {job.Stage}."),
    };
}
