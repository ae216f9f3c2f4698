using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Grains.Tests;

/// <summary>
/// The one hand that moves virtual time: in steps, until something holds. Between two steps the cluster gets a moment of real
/// time to act. What never comes ends the test by a guard of real time.
/// </summary>
internal sealed class VirtualClock
{
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(4);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Waits for what comes without virtual time.</summary>
    public static Task<T> SoonAsync<T>(Task<T> happening, string what) => GuardedAsync(happening, what);

    /// <summary>Moves time until something happens.</summary>
    public async Task<T> UntilAsync<T>(Task<T> happening, string what, TimeSpan? step = null)
    {
        var watch = Stopwatch.StartNew();
        while (await Task.WhenAny(happening, Task.Delay(Breath)) != happening)
        {
            ThrowIfLate(watch, what);
            Time.Advance(step ?? Step);
        }

        return await happening;
    }

    /// <summary>Moves time until a look shows what is wanted.</summary>
    public async Task<T> UntilAsync<T>(Func<Task<T>> look, Func<T, bool> holds, string what, TimeSpan? step = null)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var seen = await look();
            if (holds(seen))
            {
                return seen;
            }

            ThrowIfLate(watch, $"{what}; last seen: {seen}");
            if (step != TimeSpan.Zero)
            {
                Time.Advance(step ?? Step);
            }

            await Task.Delay(Breath);
        }
    }

    /// <summary>Moves time by a span in steps.</summary>
    public async Task PassAsync(TimeSpan span, TimeSpan? step = null)
    {
        for (var end = Now + span; Now < end;)
        {
            Time.Advance(step ?? Step);
            await Task.Delay(Breath);
        }
    }

    private static async Task<T> GuardedAsync<T>(Task<T> happening, string what)
    {
        try
        {
            return await happening.WaitAsync(Guard);
        }
        catch (TimeoutException) when (!happening.IsCompleted)
        {
            throw new TimeoutException($"Waited {Guard.TotalSeconds:0} s of real time for {what}.");
        }
    }

    private static void ThrowIfLate(Stopwatch watch, string what)
    {
        if (watch.Elapsed > Guard)
        {
            throw new TimeoutException($"Moved virtual time for {Guard.TotalSeconds:0} s of real time and waited for {what}.");
        }
    }
}
