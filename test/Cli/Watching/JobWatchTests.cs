using BackendPlugins.Cli.Endpoints;
using BackendPlugins.Cli.Tests.Fakes;
using BackendPlugins.Cli.Watching;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Cli.Tests.Watching;

public sealed class JobWatchTests
{
    private static readonly JobReference Job = new(Jobs.Meta, new TaskCategory(Jobs.Category));

    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };

    [Fact]
    public async Task Ages_move_every_second_while_the_endpoint_is_asked_at_the_interval()
    {
        var endpoint = new ScriptedEndpoint(() => Report(TaskPhase.Initializing), () => Report(TaskPhase.Running), () => Report(TaskPhase.Succeeded));
        var moments = await FollowAsync(endpoint, new WatchPace(TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(1)));

        moments.Select(moment => (moment.Report.Phase, moment.Watched.TotalSeconds, moment.InPhase.TotalSeconds)).ShouldBe(
        [
            (TaskPhase.Initializing, 0, 0), (TaskPhase.Initializing, 1, 1), (TaskPhase.Initializing, 2, 2),
            (TaskPhase.Running, 3, 0), (TaskPhase.Running, 4, 1), (TaskPhase.Running, 5, 2),
            (TaskPhase.Succeeded, 6, 0),
        ]);
        endpoint.Calls.ShouldBe(3);
    }

    [Fact]
    public async Task An_outage_ends_the_watch_only_after_the_patience()
    {
        var endpoint = new ScriptedEndpoint(() => Report(TaskPhase.Running), () => throw new RpcException(new Status(StatusCode.Unavailable, "")));
        var moments = new List<WatchMoment>();
        await Should.ThrowAsync<RpcException>(() => FollowAsync(endpoint, new WatchPace(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)), moments));

        moments.Count.ShouldBe(6);
        moments[0].Trouble.ShouldBeNull();
        moments.Skip(1).ShouldAllBe(moment => moment.Trouble!.Contains("Unavailable") && moment.Report.Phase == TaskPhase.Running);
    }

    [Fact]
    public async Task An_outage_at_the_first_question_ends_the_watch_at_once()
    {
        var endpoint = new ScriptedEndpoint(() => throw new RpcException(new Status(StatusCode.Unavailable, "")));
        await Should.ThrowAsync<RpcException>(() => FollowAsync(endpoint, new WatchPace(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5))));
        endpoint.Calls.ShouldBe(1);
    }

    private async Task<List<WatchMoment>> FollowAsync(ITaskEndpoint endpoint, WatchPace pace, List<WatchMoment>? into = null)
    {
        var moments = into ?? [];
        await using var watch = new JobWatch(endpoint, _time, pace).FollowAsync(Job, TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        while (true)
        {
            // Between two moments the watch does nothing but sleep on our clock.
            var next = watch.MoveNextAsync().AsTask();
            if (!next.IsCompleted)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }

            if (!await next)
            {
                return moments;
            }

            moments.Add(watch.Current);
        }
    }

    private static TaskReport Report(TaskPhase phase) => new(phase, "", [], null, null, null);

    /// <summary>Answers its script at once; the last answer repeats.</summary>
    private sealed class ScriptedEndpoint(params Func<TaskReport>[] script) : ITaskEndpoint
    {
        public int Calls { get; private set; }

        public WireProtocol Protocol => WireProtocol.V1;

        public Task<TaskReport> GetAsync(JobReference job, CancellationToken cancellationToken)
        {
            var answer = script[Math.Min(Calls++, script.Length - 1)];
            return Task.FromResult(answer());
        }

        public Task<ReadOnlyMemory<byte>> CreateAsync(TaskRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TaskNews> NewsAsync(JobReference job, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DeleteAsync(JobReference job, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<LogPage> LogsAsync(JobReference job, int lines, string token, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<ReportedMetric>> MetricsAsync(JobReference job, MetricQuery query, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<ConnectorEntry>> ConnectorsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
