using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace BackendPlugins.Grains.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Every_acceptance_and_every_end_is_counted_once_however_the_job_came_to_it()
    {
        await using var world = await JobWorld.StartAsync();
        using var counted = new Counted(world.Cluster.Silos[0].ServiceProvider.GetRequiredService<IMeterFactory>());

        // Refused before it was planned.
        var planner = world.Plugin.Planner;
        world.Plugin.Planner = (_, _) => throw new TaskRefusedException("template", "is wrong");
        await world.Job(Tasks.Request("refused")).CreateAsync();
        world.Plugin.Planner = planner;

        // Cancelled before it was submitted.
        world.Store.FamilyHangs = true;
        var early = world.Job(Tasks.Request("early"));
        await early.CreateAsync();
        await VirtualClock.SoonAsync(world.Store.NextHangingFamilyAsync(), "the question for the family");
        await early.DeleteAsync();
        world.Store.LetGo();

        // Ended while the store was silent.
        world.Plugin.Auto = call => call.Succeeded();
        world.Store.OnWrite = write => write.Number is 3 or 4 ? StoreFault.FailBefore : StoreFault.None;
        var held = world.Job(Tasks.Request("held"));
        await held.CreateAsync();
        await held.UntilEndedAsync();

        // Accepted with an answer that was lost.
        world.Store.OnWrite = write => write.Number == 1 ? StoreFault.FailAfter : StoreFault.None;
        var lost = world.Job(Tasks.Request("lost"));
        await lost.CreateAsync();
        await lost.CreateAsync();
        await lost.UntilEndedAsync();

        counted.Of("backend_plugin_jobs_ended").ShouldBe(["Aborted", "Failed", "Succeeded", "Succeeded"]);
        counted.Of("backend_plugin_jobs_accepted").Count.ShouldBe(3);
    }

    private sealed class Counted : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentQueue<(string Name, string Phase)> _seen = new();

        public Counted(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == JobMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) =>
                _seen.Enqueue((instrument.Name, tags.ToArray().FirstOrDefault(tag => tag.Key == "phase").Value as string ?? "")));
            _listener.Start();
        }

        public List<string> Of(string name) => [.. _seen.Where(one => one.Name == name).Select(one => one.Phase).Order()];

        public void Dispose() => _listener.Dispose();
    }
}
