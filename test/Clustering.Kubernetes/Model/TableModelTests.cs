using BackendPlugins.Clustering.Kubernetes.Tests.Cluster;
using FsCheck.Xunit;

namespace BackendPlugins.Clustering.Kubernetes.Tests.Model;

/// <summary>Generated histories of several silos on one table, while the API server refuses, stumbles, and loses answers.</summary>
public sealed class TableModelTests : IAsyncLifetime
{
    private const int Histories = 100;

    private KubernetesWorld _world = null!;
    private int _played;
    private int _wins;
    private int _losses;
    private int _unknown;

    public async ValueTask InitializeAsync() => _world = await KubernetesWorld.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Property(MaxTest = Histories, Arbitrary = [typeof(Plot)])]
    public async Task Whatever_the_API_server_does_the_table_keeps_its_promises(Plot plot)
    {
        var played = new PlayedPlot(_world, $"cluster-{_played++}");
        await played.PlayAsync(plot);
        (_wins, _losses, _unknown) = (_wins + played.Wins, _losses + played.Losses, _unknown + played.Unknown);
        if (_played == Histories)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{_wins} writes done, {_losses} refused, {_unknown} without a word");
        }
    }
}
