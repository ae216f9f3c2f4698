namespace BackendPlugins.Grains.Tests;

/// <summary>Randomness that is the same in every run and that many grains may ask at once.</summary>
internal sealed class SteadyRandom(int seed = 1) : Random(seed)
{
    private readonly Lock _lock = new();

    public override double NextDouble()
    {
        lock (_lock)
        {
            return base.NextDouble();
        }
    }
}
