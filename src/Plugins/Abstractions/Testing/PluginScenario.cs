namespace BackendPlugins.Testing;

/// <summary>
/// Drives one job of a plugin from its task to its end, as a job's grain would: plan, submit, look up until the service
/// says that it is over. For tests of plugins, with any test framework and without Orleans.
/// </summary>
/// <param name="plugin">The plugin.</param>
/// <param name="task">The task.</param>
/// <param name="name">What the external id is built from.</param>
public sealed class PluginScenario(IBackendPlugin plugin, TaskRequest task, JobName name)
{
    private readonly List<JobEvidence> _evidence = [];
    private readonly List<ServiceUnavailableException> _silences = [];

    /// <summary>The clock of the default <see cref="Delay"/>. Default is the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>
    /// How time passes between calls; null waits on <see cref="Time"/>. With a clock that a test moves by hand:
    /// <c>(wait, _) =&gt; { clock.Advance(wait); return Task.CompletedTask; }</c>.
    /// </summary>
    public Func<TimeSpan, CancellationToken, Task>? Delay { get; init; }

    /// <summary>Time between two calls, unless the service asks for more. Default is one second.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Cancels the job after so many look-ups that found it; null never does. 0 cancels right after the submit.</summary>
    public int? CancelAfterLookUps { get; init; }

    /// <summary>The scenario fails when the job has not ended after so many calls. Default is 1,000.</summary>
    public int MaximumCalls { get; init; } = 1000;

    /// <summary>Runs it once.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>All that the service said, in order, and each time that it gave no evidence.</returns>
    /// <exception cref="TaskRefusedException">The plugin refuses the task.</exception>
    /// <exception cref="TimeoutException">The job did not end.</exception>
    public async Task<ScenarioResult> RunAsync(CancellationToken cancellationToken = default)
    {
        var planned = plugin.Plan(task, name);
        var job = new PluginJob(task, planned);
        var (submitted, maySubmit) = (false, true);
        var (found, cancelled) = (0, false);
        for (var call = 0; call < MaximumCalls; call++)
        {
            var wait = TimeSpan.Zero;
            try
            {
                // After a submit whose outcome is unknown the id is asked for before it is submitted again.
                var cancel = submitted && !cancelled && found >= CancelAfterLookUps;
                var evidence = cancel ? await plugin.CancelAsync(job, cancellationToken)
                    : submitted || !maySubmit ? await plugin.LookUpAsync(job, cancellationToken)
                    : await plugin.SubmitAsync(job, cancellationToken);
                _evidence.Add(evidence);
                cancelled |= cancel;
                switch (evidence)
                {
                    case JobSeen seen:
                        found += submitted && !cancel ? 1 : 0;
                        submitted = true;
                        job = job with { External = seen.Job };
                        if (seen.Phase.IsEnd())
                        {
                            return new(planned, _evidence, _silences);
                        }

                        break;
                    case JobMissing when !submitted:
                        maySubmit = true;
                        break;
                    default:
                        return new(planned, _evidence, _silences);
                }
            }
            catch (ServiceUnavailableException silence)
            {
                _silences.Add(silence);
                maySubmit = !silence.OutcomeUnknown && maySubmit;
                wait = silence.RetryAfter ?? TimeSpan.Zero;
            }

            wait = wait > Interval ? wait : Interval;
            await (Delay?.Invoke(wait, cancellationToken) ?? Task.Delay(wait, Time, cancellationToken));
        }

        throw new TimeoutException($"Job {planned.Id} did not end within {MaximumCalls} calls; last: {(_evidence.Count > 0 ? _evidence[^1] : "nothing")}.");
    }
}

/// <summary>What came of a <see cref="PluginScenario"/>.</summary>
/// <param name="Planned">The external job as planned.</param>
/// <param name="Evidence">What the service said, in order. The last one ended the scenario.</param>
/// <param name="Silences">The calls that gave no evidence, in order.</param>
public sealed record ScenarioResult(
    ExternalJob Planned, IReadOnlyList<JobEvidence> Evidence, IReadOnlyList<ServiceUnavailableException> Silences)
{
    /// <summary>The evidence that ended the scenario, where the service knew the job.</summary>
    /// <exception cref="InvalidCastException">It ended otherwise: refused or missing.</exception>
    public JobSeen End => (JobSeen)Evidence[^1];

    /// <summary>The phases in the order in which they were first seen.</summary>
    public IReadOnlyList<ServicePhase> Phases => [.. Evidence.OfType<JobSeen>().Select(seen => seen.Phase).Distinct()];
}
