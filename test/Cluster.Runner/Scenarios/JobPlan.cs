namespace BackendPlugins.Cluster.Runner.Scenarios;

/// <summary>Draws what the clients do.</summary>
internal static class JobPlan
{
    /// <summary>Longer than any scenario: such a job ends only if somebody stops it.</summary>
    private static readonly TimeSpan Endless = TimeSpan.FromHours(1);

    private static readonly (int Weight, Func<AttemptScript, Random, AttemptScript[]> Play)[] Kinds =
    [
        (44, (job, random) => [job with { RepeatsCreate = random.Next(5) == 0, DeletesEnded = random.Next(3) == 0 }]),
        (7, (job, _) => [job with { Fails = "invalidQuery" }]),
        (6, (job, random) => [job with { Fails = "backendError" }, Next(job, random)]),
        (4, (job, random) => [job with { Refused = random.Next(2) == 0 ? "accessDenied" : "invalidQuery" }]),
        (16, (job, random) => [job with { Runs = Endless, DeletedAfter = random.Within(0.05, 8) }]),
        (6, (job, _) => [job with { Runs = Endless, DeletedAfter = TimeSpan.Zero }]),
        (5, (job, random) => [job with { Runs = TimeSpan.FromSeconds(2), DeletedAfter = random.Within(1.5, 3) }]),
        (6, (job, random) => [job with { Runs = Endless, SupersededAfter = random.Within(0, 6) }, Next(job, random)]),
        (3, (job, _) => [job with { GivesUp = true }]),
        (3, (job, _) => [job with { Forgets = true }]),
    ];

    public static IReadOnlyList<NodeScript> Draw(ScenarioOptions options)
    {
        var random = new Random(options.Seed);
        var arrivals = options.Disturbed * 0.75;
        var slow = options.Jobs >= 1_000;

        // Who measures how soon jobs are back after a kill wants many of them alive.
        var longest = options.Mix == ScenarioMix.Deaths ? 60 : 10;
        return
        [
            .. Enumerable.Range(0, options.Jobs).Select(index =>
            {
                var job = new AttemptScript
                {
                    Execution = FormattableString.Invariant($"x{options.Seed}w{index / 10}"),
                    Node = FormattableString.Invariant($"n{index}"),
                    Attempt = 0,
                    Runs = random.Within(0.2, longest),
                };
                var starts = arrivals * random.NextDouble();
                var pace = random.Within(slow ? 1 : 0.4, slow ? 4 : 2);
                return new NodeScript(starts, pace, random.Next(), random.Pick(Kinds)(job, random));
            }),
        ];
    }

    private static AttemptScript Next(AttemptScript job, Random random) => job with { Attempt = job.Attempt + 1, Runs = random.Within(0.2, 6) };
}
