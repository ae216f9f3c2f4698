using BackendPlugins.Contracts;
using BackendPlugins.Flyte.V1;
using BackendPlugins.Flyte.V1.Admin;
using BenchmarkDotNet.Attributes;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace BackendPlugins.Bench.Micro;

/// <summary>What crosses the wires: a create from Flyte, a snapshot and the word that nothing is new between silo and gateway.</summary>
[MemoryDiagnoser]
public class WireBenchmarks
{
    private readonly byte[] _create = TaskRequests.ToWire(Jobs.Task).ToByteArray();
    private readonly JobNews _news = new(false, Jobs.Running);
    private readonly Serializer<JobNews> _serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<JobNews>>();

    [Benchmark]
    public TaskRequest Create_from_Flyte() => TaskRequests.FromWire(CreateTaskRequest.Parser.ParseFrom(_create));

    [Benchmark]
    public JobNews? Snapshot_from_silo_to_gateway() => _serializer.Deserialize(_serializer.SerializeToArray(_news));

    [Benchmark]
    public JobNews? Nothing_new_from_silo_to_gateway() => _serializer.Deserialize(_serializer.SerializeToArray(JobNews.Known));
}
