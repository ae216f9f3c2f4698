namespace BackendPlugins;

/// <summary>
/// What a plugin offers whose service limits how fast jobs may be submitted, beside <see cref="IBackendPlugin"/>. Jobs then
/// wait for their turn before anything is sent, in the order of their arrival, and say how many are ahead.
/// </summary>
public interface IPacesSubmits
{
    /// <summary>The line that a job waits in. No I/O; does not throw.</summary>
    /// <param name="job">A job that has not been submitted.</param>
    /// <returns>Null where it need not wait.</returns>
    SubmitLine? LineOf(PluginJob job);
}

/// <summary>A line of jobs that wait to be submitted.</summary>
/// <param name="Budget">The budget that a submit counts against.</param>
/// <param name="LimitPerSecond">The budget's limit.</param>
/// <param name="Place">What people call it, for example <c>project acme</c>.</param>
public sealed record SubmitLine(BudgetKey Budget, double LimitPerSecond, string Place)
{
    /// <summary>The most jobs of this line that may be waiting or running at the service at once; null for no bound.</summary>
    public int? MostActive { get; init; }
}
