using BackendPlugins.Processes;

namespace BackendPlugins.Bench.Whole.Parties;

/// <summary>Processes that serve one gRPC endpoint.</summary>
internal sealed class Party(string name, string endpoint, params IReadOnlyList<ProgramOutput> programs) : IAsyncDisposable
{
    public string Name => name;

    public string Endpoint => endpoint;

    /// <summary>Process ids of what the product runs; a simulated service is not among them.</summary>
    public IReadOnlyList<int> Servers { get; init; } = [.. programs.Select(program => program.Id)];

    /// <summary>The simulated service; null where there is none.</summary>
    public Uri? Service { get; init; }

    /// <summary>The HTTP endpoint; null where there is none.</summary>
    public Uri? Http { get; init; }

    /// <summary>The processes, in the order of their start.</summary>
    public IReadOnlyList<ProgramOutput> Programs => programs;

    /// <summary>Lets other work have the machine: every process stands still until the result is disposed of.</summary>
    public async Task<IAsyncDisposable> StandStillAsync()
    {
        var standing = new StandingParty(programs);
        await standing.BeginAsync();
        return standing;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in programs)
        {
            await program.DisposeAsync();
        }
    }

    private sealed class StandingParty(IReadOnlyList<ProgramOutput> programs) : IAsyncDisposable
    {
        public Task BeginAsync() => SignalAsync("STOP");

        public async ValueTask DisposeAsync() => await SignalAsync("CONT");

        private Task SignalAsync(string signal) => Task.WhenAll(programs.Select(program => program.SignalAsync(signal)));
    }
}
