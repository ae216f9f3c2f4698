using System.Diagnostics.Metrics;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;
using BackendPlugins.Gateway.Connectors;
using BackendPlugins.Gateway.Telemetry;
using BackendPlugins.Gateway.Tests.Cluster;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using V1 = BackendPlugins.Flyte.V1;
using V2 = BackendPlugins.Flyte.V2;

namespace BackendPlugins.Gateway.Tests.Telemetry;

#pragma warning disable CS0612 // task_type is what older propellers send.

/// <summary>Flyte's calls as metrics.</summary>
public sealed class CallMetricsTests : IDisposable
{
    private const string Served = "served";

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new();
    private readonly MeterListener _listener = new();
    private readonly List<string> _recorded = [];
    private readonly CallMetrics _metrics;
    private readonly CallMetricsInterceptor _interceptor;

    public CallMetricsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
        _metrics = new CallMetrics(meters);
        var connectors = new ConnectorsOptions { Connectors = [new ConnectorOptions { Name = "A", Categories = [new ConnectorCategoryOptions { Name = Served }] }] };
        _interceptor = new CallMetricsInterceptor(new CallTagTable(new ConnectorDirectory(Microsoft.Extensions.Options.Options.Create(connectors))), _metrics, _time);
    }

    [Fact]
    public async Task A_create_counts_its_success_its_time_and_the_size_of_its_inputs()
    {
        var request = Samples.CreateV1(Served);
        await CallAsync(request);
        _recorded.ShouldBe(
        [
            $"flyte_connector_input_literal {request.Inputs.CalculateSize()} {Served}",
            $"flyte_connector_requests_success 1 {Served} create",
            $"flyte_connector_request_latency 0.25 {Served} create",
        ]);
    }

    [Theory]
    [InlineData(StatusCode.NotFound, "404")]
    [InlineData(StatusCode.InvalidArgument, "400")]
    [InlineData(StatusCode.AlreadyExists, "409")]
    [InlineData(StatusCode.Unavailable, "503")]
    [InlineData(StatusCode.DeadlineExceeded, "504")]
    [InlineData(StatusCode.Internal, "500")]
    public async Task A_failure_has_its_code_in_HTTPs_numbers_and_goes_on(StatusCode code, string number)
    {
        var thrown = await Should.ThrowAsync<RpcException>(() => CallAsync(new V2.Connector.GetTaskRequest { TaskCategory = new V2.Connector.TaskCategory { Name = Served } }, code));
        thrown.StatusCode.ShouldBe(code);
        _recorded.ShouldBe([$"flyte_connector_requests_failure 1 {Served} get {number}", $"flyte_connector_request_latency 0.25 {Served} get"]);
    }

    [Fact]
    public async Task What_callers_choose_is_no_label()
    {
        await CallAsync(new V1.Admin.GetTaskRequest { TaskCategory = new V1.Admin.TaskCategory { Name = "anything" } });
        await CallAsync(new V1.Admin.DeleteTaskRequest());
        await CallAsync(new V1.Admin.GetTaskRequest { TaskType = Served });
        await CallAsync(new V1.Admin.ListAgentsRequest());
        _recorded.Where(line => line.Contains("success", StringComparison.Ordinal))
            .ShouldBe(["flyte_connector_requests_success 1 other get", "flyte_connector_requests_success 1 other delete", $"flyte_connector_requests_success 1 {Served} get"]);
    }

    [Fact]
    public void The_age_of_a_state_counts_only_while_it_can_change()
    {
        var seen = new JobSnapshot { Key = new JobKey(Served, "0"), ObservedAt = Samples.Start, Stage = JobStage.Tracked };
        _metrics.Told(ShownJob.Of(seen), Samples.Start.AddSeconds(3));
        _metrics.Told(ShownJob.Of(seen with { Stage = JobStage.Ended }), Samples.Start.AddSeconds(3));
        _metrics.Told(ShownJob.Of(seen with { ObservedAt = null }), Samples.Start.AddSeconds(3));
        _recorded.ShouldBe(["backend_plugin_told_state_age 3"]);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    private Task<string> CallAsync<TRequest>(TRequest request, StatusCode code = StatusCode.OK)
        where TRequest : class => _interceptor.UnaryServerHandler<TRequest, string>(request, null!, (_, _) =>
    {
        _time.Advance(TimeSpan.FromMilliseconds(250));
        return code == StatusCode.OK ? Task.FromResult("answer") : throw new RpcException(new Status(code, ""));
    });

    private void Take<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : IFormattable
    {
        var line = $"{instrument.Name} {value.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}";
        foreach (var tag in tags)
        {
            line += $" {tag.Value}";
        }

        _recorded.Add(line);
    }
}
