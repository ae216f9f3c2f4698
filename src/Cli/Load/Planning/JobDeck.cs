namespace BackendPlugins.Cli.Load.Planning;

/// <summary>Deals the jobs of a run. The same seed deals the same jobs.</summary>
internal static class JobDeck
{
    public static IReadOnlyList<LoadJob> Deal(LoadPlan plan)
    {
#pragma warning disable CA5394 // Lots of a test load keep no secret; they have to be the same for the same seed.
        var random = new Random(plan.Seed);
        var jobs = new List<LoadJob>(plan.Jobs);
        for (var index = 0; index < plan.Jobs; index++)
        {
            // Every job draws every lot, so that one share does not change what another one hits.
            var duration = plan.Durations.Draw(random);
            var (deleted, moment, fails, repeated) = (random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble());
            jobs.Add(new LoadJob(index, plan.Arrival.At(index, plan.Jobs), duration)
            {
                DeletedAfter = deleted < plan.Deletes ? duration * (0.1 + (0.8 * moment)) : null,
                Fails = deleted >= plan.Deletes && fails < plan.Failures,
                IsRepeated = repeated < plan.Repeats,
            });
        }
#pragma warning restore CA5394

        return jobs;
    }
}
