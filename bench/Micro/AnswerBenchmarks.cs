using BackendPlugins.Contracts;
using BackendPlugins.Gateway.Answers;
using BenchmarkDotNet.Attributes;

namespace BackendPlugins.Bench.Micro;

/// <summary>From a snapshot to the bytes of an answer: the first time, and every other time.</summary>
[MemoryDiagnoser]
public class AnswerBenchmarks
{
    private readonly ShownJob _asked = ShownJob.Of(Jobs.Running);

    [GlobalSetup]
    public Task Ask() => ReadyAnswers.V1Of(_asked, TimeProvider.System);

    [Benchmark(Baseline = true)]
    public Task<byte[]> V1_first() => ReadyAnswers.V1Of(ShownJob.Of(Jobs.Running), TimeProvider.System);

    [Benchmark]
    public Task<byte[]> V2_first() => ReadyAnswers.V2Of(ShownJob.Of(Jobs.Running), TimeProvider.System);

    [Benchmark]
    public Task<byte[]> V1_again() => ReadyAnswers.V1Of(_asked, TimeProvider.System);
}
