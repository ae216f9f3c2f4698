namespace BackendPlugins.Grains.Life;

/// <summary>
/// One instance of what is equal: the one that was met last. A fixed number of places, each holding one value, so that values
/// that never come again push each other out and it cannot grow. Any thread may ask; two that ask at once may be given two.
/// </summary>
/// <typeparam name="T">Immutable values.</typeparam>
/// <param name="equality">What is equal.</param>
/// <param name="places">How many values are kept at most.</param>
internal sealed class Alike<T>(IEqualityComparer<T> equality, int places)
    where T : class
{
    private readonly T?[] _places = new T?[places];

    /// <summary>The instance to keep in the place of a value.</summary>
    /// <param name="value">The value.</param>
    public T One(T value)
    {
        ref var place = ref _places[(uint)equality.GetHashCode(value) % (uint)_places.Length];
        if (Volatile.Read(ref place) is { } met && equality.Equals(met, value))
        {
            return met;
        }

        Volatile.Write(ref place, value);
        return value;
    }
}
