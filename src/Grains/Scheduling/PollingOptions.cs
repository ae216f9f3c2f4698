using System.ComponentModel.DataAnnotations;

namespace BackendPlugins.Grains.Scheduling;

/// <summary>How often services are asked. Section <c>Polling</c>.</summary>
public sealed class PollingOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Polling";

    /// <summary>Shortest time between two looks at one job. Default 1 s.</summary>
    public TimeSpan Minimum { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time between two looks at one job. Default 30 s.</summary>
    public TimeSpan Maximum { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Between the bounds the interval is this share of the job's age. Default 0.1: an end is seen late by a tenth of the run at most.</summary>
    [Range(0.001, 1.0)]
    public double ShareOfAge { get; set; } = 0.1;

    /// <summary>Every interval is made longer or shorter by up to this share, so that jobs never fall into step. Default 0.2.</summary>
    [Range(0.0, 0.9)]
    public double Jitter { get; set; } = 0.2;

    /// <summary>First wait after a call that gave no evidence; doubles with each further one. Default 1 s.</summary>
    public TimeSpan RetryMinimum { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait after a call that gave no evidence, unless the service asks for more. Default 30 s.</summary>
    public TimeSpan RetryMaximum { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A call that takes longer gives no evidence. Default 30 s.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A promised cancel that the service has taken is sent again after this time until the job has ended. Default 10 s.</summary>
    public TimeSpan CancelRepeat { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a service may answer "no such job" after a submit of unknown outcome before a cancelled job counts as never
    /// started. Default 5 min: BigQuery's own client gives a look-up 200 s to catch up with an insert.
    /// </summary>
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a service may answer "no such job" for a job that it had confirmed before the job counts as lost. Default 10 min.</summary>
    public TimeSpan MissingGrace { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long past its own timeout a job may still run before it is cancelled from here. Default 30 s: the service, which
    /// was told of the timeout where it can be, goes first.
    /// </summary>
    public TimeSpan TimeoutGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Longest time between two looks at a job that its service's list tells of: the next look costs no call of its own. Default 4 s.
    /// </summary>
    public TimeSpan JoinedMaximum { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a silo gathers due looks before it sends them on together. Default 250 ms.</summary>
    public TimeSpan Gathering { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long whoever reads the list waits for the looks of other silos. Default 50 ms.</summary>
    public TimeSpan RoundGathering { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Calls per second that reading lists may cost for one project and credential, young jobs and all others apart. Longer
    /// lists are read less often. Default 3.
    /// </summary>
    [Range(0.01, 1000.0)]
    public double ListCallsPerSecond { get; set; } = 3;

    /// <summary>Jobs younger than this, and those being cancelled for less, are looked at before others and apart from them. Default 30 s.</summary>
    public TimeSpan Young { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Bounds of single plugins by plugin name, for example <c>Polling:Plugins:BigQuery:Minimum</c>.</summary>
    public IDictionary<string, PollBounds> Plugins { get; } = new Dictionary<string, PollBounds>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, value) in Spans())
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            {
                return [new ValidationResult($"{Section}:{name} must lie between 0 and 1 day; got {value}.")];
            }
        }

        if (Maximum < Minimum || RetryMaximum < RetryMinimum)
        {
            return [new ValidationResult($"{Section}:Maximum and {Section}:RetryMaximum must not be shorter than their minimum.")];
        }

        return [];
    }

    private IEnumerable<(string Name, TimeSpan? Value)> Spans() =>
    [
        (nameof(Minimum), Minimum), (nameof(Maximum), Maximum), (nameof(RetryMinimum), RetryMinimum), (nameof(RetryMaximum), RetryMaximum),
        (nameof(CallTimeout), CallTimeout), (nameof(CancelRepeat), CancelRepeat), (nameof(SettleTime), SettleTime),
        (nameof(MissingGrace), MissingGrace), (nameof(TimeoutGrace), TimeoutGrace), (nameof(JoinedMaximum), JoinedMaximum),
        (nameof(Gathering), Gathering), (nameof(RoundGathering), RoundGathering), (nameof(Young), Young),
        .. Plugins.SelectMany(pair => new (string, TimeSpan?)[]
        {
            ($"{nameof(Plugins)}:{pair.Key}:{nameof(PollBounds.Minimum)}", pair.Value.Minimum),
            ($"{nameof(Plugins)}:{pair.Key}:{nameof(PollBounds.Maximum)}", pair.Value.Maximum),
        }),
    ];
}

/// <summary>Bounds of one plugin's polling; null keeps the general bound.</summary>
public sealed class PollBounds
{
    /// <summary>Shortest interval.</summary>
    public TimeSpan? Minimum { get; set; }

    /// <summary>Longest interval.</summary>
    public TimeSpan? Maximum { get; set; }
}
