using BackendPlugins.Contracts.Identity;
using BackendPlugins.Grains.Identity;
using BenchmarkDotNet.Attributes;

namespace BackendPlugins.Bench.Micro;

/// <summary>Who a job is: read with every question, worked out with every create.</summary>
[MemoryDiagnoser]
public class IdentityBenchmarks
{
    private readonly byte[] _meta = ResourceMeta.Write(Jobs.Key);

    [Benchmark]
    public string? Meta_as_written() => ResourceMeta.ReadWritten(_meta);

    [Benchmark]
    public JobKey? Meta_in_any_form() => ResourceMeta.Read(_meta, out _);

    [Benchmark]
    public byte[] Meta_written() => ResourceMeta.Write(Jobs.Key);

    [Benchmark]
    public JobIdentity? Identity_of_a_task() => JobIdentity.Of(Jobs.Task);

    [Benchmark]
    public string Fingerprint_of_a_task() => RequestFingerprint.Of(Jobs.Task);
}
