using System.Collections.Concurrent;
using FsCheck.Xunit;

namespace BackendPlugins.Grains.Tests.Model;

/// <summary>Thousands of generated histories of jobs against the real grain, in virtual time.</summary>
public sealed class GrainModelTests : IAsyncLifetime
{
    private readonly ModelService _service = new();
    private readonly ConcurrentDictionary<string, PlayedJob> _played = new();
    private JobWorld _world = null!;
    private int _nodes;

    public async ValueTask InitializeAsync()
    {
        _world = await JobWorld.StartAsync(settings =>
        {
            settings.Recovery = recovery => recovery.Interval = TimeSpan.FromSeconds(5);
            settings.Polling = polling =>
            {
                (polling.Minimum, polling.Maximum) = (TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
                (polling.RetryMinimum, polling.RetryMaximum) = (TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
                (polling.CancelRepeat, polling.SettleTime, polling.MissingGrace) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20));
            };
        });
        _world.Plugin.Auto = _service.Answer;
        _world.Store.OnWrite = write => _played.TryGetValue(write.Key, out var job) ? job.NextStoreFault() : StoreFault.None;
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Property(MaxTest = 40, Arbitrary = [typeof(Histories)])]
    public async Task Whatever_happens_a_job_keeps_its_promises(Histories histories)
    {
        var jobs = histories.Jobs.Select(history => new PlayedJob(_world, _service, $"m{_nodes++}", history)).ToList();
        jobs.ForEach(job => _played[job.Key] = job);
        for (var number = 0; number < jobs.Max(job => job.Length); number++)
        {
            await Task.WhenAll(jobs.Select(job => job.ActAsync(number)));
            await _world.Clock.PassAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5));
        }

        jobs.ForEach(job => job.Heal());
        await _world.UntilAsync(() => jobs.All(job => job.IsOver), "every job to end", TimeSpan.FromSeconds(0.5));
        await _world.Clock.UntilAsync(
            async () => await Task.WhenAll(jobs.Select(job => job.IsToldAsync())), told => told.All(it => it), "every end to be told", TimeSpan.FromSeconds(0.5));
        await Task.WhenAll(jobs.Select(job => job.CheckAsync()));
        jobs.ForEach(job => _played.TryRemove(job.Key, out _));
    }
}
