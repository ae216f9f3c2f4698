using System.Text.Json;
using BackendPlugins.Cli.Load.Pacing;

namespace BackendPlugins.Cli.Load.Planning;

/// <summary>What a run does.</summary>
/// <param name="Jobs">How many jobs.</param>
/// <param name="Arrival">When they arrive.</param>
/// <param name="Durations">How long they run.</param>
/// <param name="Seed">Seed of every lot.</param>
/// <param name="Execution">Name of the workflow execution that they belong to.</param>
/// <param name="Task">What they are.</param>
/// <param name="Pace">How calls are paced.</param>
/// <param name="Limit">When the run ends whatever is still open.</param>
internal sealed record LoadPlan(
    int Jobs, Arrival Arrival, DurationLaw Durations, int Seed, string Execution, LoadTaskShape Task, LoadPace Pace, TimeSpan Limit)
{
    /// <summary>Share of the jobs that the simulated service lets fail.</summary>
    public double Failures { get; init; }

    /// <summary>Share of the jobs that are deleted while they run.</summary>
    public double Deletes { get; init; }

    /// <summary>Share of the creates that are sent twice.</summary>
    public double Repeats { get; init; }

    /// <summary>Time from the start whose calls are not counted.</summary>
    public TimeSpan WarmUp { get; init; }
}

/// <summary>What the jobs of a run are.</summary>
/// <param name="Category">The task category.</param>
/// <param name="Sql">The statement, with <c>{ms}</c> and <c>{index}</c> to fill in; null for the simulator's script.</param>
/// <param name="Custom">Settings for the plugin; null for none.</param>
/// <param name="CloudProjects">How many cloud projects they are spread over.</param>
/// <param name="FlyteProject">Flyte project.</param>
/// <param name="Domain">Flyte domain.</param>
internal sealed record LoadTaskShape(TaskCategory Category, string? Sql, JsonElement? Custom, int CloudProjects, string FlyteProject, string Domain)
{
    /// <summary>Whether it is known beforehand how each job ends.</summary>
    public bool EndsAsPlanned => Sql is null;
}
