namespace BackendPlugins;

/// <summary>
/// One attempt of one node of one execution, as Flyte names it. It is not unique by itself: nodes of a subworkflow that
/// is called twice share it and differ only in the output prefix.
/// </summary>
/// <param name="Task">The task that runs.</param>
/// <param name="Project">Project of the execution.</param>
/// <param name="Domain">Domain of the execution.</param>
/// <param name="Execution">Name of the workflow execution (v2: of the run).</param>
/// <param name="Node">Raw node id (v2: of the action).</param>
/// <param name="RetryAttempt">Zero-based attempt.</param>
/// <param name="Org">Organisation of the execution; usually empty.</param>
public sealed record TaskExecutionId(
    TaskIdentifier Task, string Project, string Domain, string Execution, string Node, int RetryAttempt, string Org = "");
