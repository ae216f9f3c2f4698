using BackendPlugins.Contracts;
using BackendPlugins.Flyte.V1.Admin;
using BackendPlugins.Flyte.V1.Service;
using BackendPlugins.Gateway.Tests.Cluster;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace BackendPlugins.Gateway.Tests.Jobs;

/// <summary>What a running job tells between its edges.</summary>
public sealed class ProgressTests(GatewayFixture gateway)
{
    private readonly AsyncAgentService.AsyncAgentServiceClient _client = new(gateway.Channel);

    [Fact]
    public async Task News_stand_between_the_edges_in_the_order_of_time()
    {
        var job = Running();
        job.History = Samples.History;
        job.Progress = [new JobProgress(Samples.Start.AddSeconds(1.5), "stage 1 of 2"), new JobProgress(Samples.Start.AddSeconds(9), "stage 2 of 2")];
        using var call = _client.GetTaskLogs(new GetTaskLogsRequest { ResourceMeta = Meta(job) });
        var lines = new List<string>();
        await foreach (var part in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            lines.AddRange(part.Body?.StructuredLines.Select(line => line.Message) ?? []);
        }

        lines.Count.ShouldBe(5);
        lines[2].ShouldBe("stage 1 of 2");
        lines[4].ShouldBe("stage 2 of 2");
    }

    [Fact]
    public async Task A_series_is_a_matrix_within_the_window_that_was_asked_for()
    {
        var job = Running();
        job.Metrics = [new MetricSeries("totalSlotMs", [.. Enumerable.Range(0, 10).Select(i => new MetricSample(Samples.Start.AddSeconds(i), i * 1.5))])];
        var answer = await _client.GetTaskMetricsAsync(new GetTaskMetricsRequest
        {
            ResourceMeta = Meta(job),
            Queries = { "totalSlotMs" },
            StartTime = Timestamp.FromDateTimeOffset(Samples.Start.AddSeconds(2)),
            EndTime = Timestamp.FromDateTimeOffset(Samples.Start.AddSeconds(4)),
        });

        var data = answer.Results.ShouldHaveSingleItem().Data;
        data.Fields["resultType"].StringValue.ShouldBe("matrix");
        var values = data.Fields["result"].ListValue.Values[0].StructValue.Fields["values"].ListValue.Values;
        values.Select(point => point.ListValue.Values[1].StringValue).ShouldBe(["3", "4.5", "6"]);
        values[0].ListValue.Values[0].NumberValue.ShouldBe(Samples.Start.AddSeconds(2).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task A_time_that_is_none_is_the_callers_fault()
    {
        var status = await Samples.StatusOf(_client.GetTaskMetricsAsync(
            new GetTaskMetricsRequest { ResourceMeta = Meta(Running()), StartTime = new Timestamp { Seconds = long.MaxValue } }));
        status.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        status.Detail.ShouldContain("start_time");
    }

    private static ByteString Meta(FakeJob job) => ByteString.CopyFrom(job.Meta);

    private FakeJob Running()
    {
        var job = gateway.Jobs.Fresh();
        job.Snapshot = Samples.Snapshot(job.Key, JobPhase.Running);
        return job;
    }
}
