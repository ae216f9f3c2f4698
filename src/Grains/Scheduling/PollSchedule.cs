using System.Globalization;
using BackendPlugins.Contracts;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Grains.Scheduling;

/// <summary>
/// Decides when a job is looked at next: quick at first, slower as it ages and while its end is far off by what its task usually
/// takes, closer around that time; never in step with others.
/// </summary>
internal sealed class PollSchedule(IOptions<PollingOptions> options, TypicalDurations typical, Random random)
{
    /// <summary>Seconds between two looks at a job, set by its author in the template's <c>config</c>.</summary>
    public const string MinimumKey = "poll_interval_min";

    /// <inheritdoc cref="MinimumKey"/>
    public const string MaximumKey = "poll_interval_max";

    /// <summary>A service that asks for more than this is asked again all the same: the wait may be a mistake, and jobs cost money.</summary>
    internal static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <summary>For so long every job is looked at quickly, whatever its task usually takes: mistakes end it early.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(3);

    private readonly PollingOptions _options = options.Value;

    /// <summary>The wait after a look that gave evidence.</summary>
    /// <param name="job">The job.</param>
    /// <param name="now">Now.</param>
    /// <param name="isJoined">Whether a list told of it, so that the next look costs no call of its own.</param>
    public TimeSpan AfterEvidence(JobRecord job, DateTimeOffset now, bool isJoined = false)
    {
        _options.Plugins.TryGetValue(job.Plugin, out var bounds);
        var minimum = OfTask(job, MinimumKey) ?? bounds?.Minimum ?? _options.Minimum;
        var maximum = OfTask(job, MaximumKey) ?? bounds?.Maximum ?? _options.Maximum;
        maximum = isJoined && _options.JoinedMaximum < maximum ? _options.JoinedMaximum : maximum;
        if (job.Cancel is { } cancel)
        {
            // A cancel is wanted quickly however old the job is.
            return Jittered(Clamp((now - cancel.RequestedAt) * _options.ShareOfAge, minimum, maximum));
        }

        return Jittered(Clamp(Interval(now - (job.SubmitStartedAt ?? job.CreatedAt), typical.Of(job)), minimum, maximum));
    }

    /// <summary>The wait after a call that gave no evidence.</summary>
    /// <param name="tries">Calls in a row that gave none; at least 1.</param>
    /// <param name="asked">What the service asked for, heeded up to <see cref="LongestAsked"/>; null for nothing.</param>
    public TimeSpan AfterSilence(int tries, TimeSpan? asked)
    {
        var doubled = _options.RetryMinimum * Math.Pow(2, Math.Min(tries - 1, 16));
        var wait = Jittered(Clamp(doubled, _options.RetryMinimum, _options.RetryMaximum));
        var heeded = asked > LongestAsked ? LongestAsked : asked;
        return heeded > wait ? heeded.Value + (_options.RetryMinimum * random.NextDouble()) : wait;
    }

    /// <summary>A first wait within the shortest interval, for jobs that wake up together.</summary>
    public TimeSpan Spread() => _options.Minimum * random.NextDouble();

    /// <summary>The keys of a task's settings that polling reads.</summary>
    public static IReadOnlyDictionary<string, string> KeysOf(IReadOnlyDictionary<string, string> config) =>
        config.Where(pair => pair.Key is MinimumKey or MaximumKey).ToDictionary(pair => pair.Key, pair => pair.Value);

    private TimeSpan Interval(TimeSpan age, TimeSpan? usual)
    {
        if (usual is not { } end || age < Quick || age > end * 1.25)
        {
            return age * _options.ShareOfAge;
        }

        if (age >= end * 0.8)
        {
            return age * (_options.ShareOfAge / 3);
        }

        // Far from the usual end, but not beyond the time from which it is near.
        var far = end - age > age ? end - age : age;
        var wait = far * _options.ShareOfAge;
        var near = (end * 0.8) - age;
        return wait < near ? wait : near;
    }

    private TimeSpan Jittered(TimeSpan interval) => interval * (1 + (_options.Jitter * ((2 * random.NextDouble()) - 1)));

    private static TimeSpan Clamp(TimeSpan value, TimeSpan minimum, TimeSpan maximum) =>
        value < minimum ? minimum : value > maximum ? (maximum < minimum ? minimum : maximum) : value;

    private static TimeSpan? OfTask(JobRecord job, string key) =>
        job.Task.Template.Config.TryGetValue(key, out var text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
        && seconds is >= 0.1 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
