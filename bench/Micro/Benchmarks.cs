using BenchmarkDotNet.Running;

namespace BackendPlugins.Bench.Micro;

/// <summary>Runs the benchmarks that the command line chooses.</summary>
internal static class Benchmarks
{
    private static void Main(string[] args) => BenchmarkSwitcher.FromAssembly(typeof(Benchmarks).Assembly).Run(args);
}
