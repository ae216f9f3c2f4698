using FsCheck;
using FsCheck.Fluent;

namespace BackendPlugins.Grains.Tests.Model;

/// <summary>What happens to one job, in order.</summary>
public sealed class History
{
    public required IReadOnlyList<Act> Acts { get; init; }

    public override string ToString() => string.Join(' ', Acts);
}

/// <summary>Histories that are played side by side, since they share one virtual time.</summary>
public sealed class Histories
{
    private const int Together = 50;

    public required IReadOnlyList<History> Jobs { get; init; }

    public override string ToString() => string.Join('\n', Jobs);

    public static Arbitrary<Histories> Some() => Arb.From(Gen.ListOf(One(), Together).Select(jobs => new Histories { Jobs = [.. jobs] }), Smaller);

    // A job is mostly created, and mostly first.
    private static Gen<History> One() =>
        from first in Gen.Frequency((6, Gen.Constant(Act.Create)), (2, Faults()), (1, Any()))
        from length in Gen.Choose(2, 12)
        from rest in Gen.ListOf(Gen.Frequency((3, Any()), (2, Faults()), (2, Gen.Elements(Act.Create, Act.Delete, Act.Wait, Act.Get))), length)
        select new History { Acts = [first, .. rest] };

    private static Gen<Act> Any() => Gen.Elements(Enum.GetValues<Act>());

    private static Gen<Act> Faults() => Gen.Elements(
        Act.LoseSubmit, Act.LoseSubmitAnswer, Act.LoseLookUp, Act.LoseCancel, Act.LoseCancelAnswer, Act.RefuseWrite, Act.LoseWriteAnswer, Act.Deactivate);

    // First the job that fails, alone; then its acts one by one.
    private static IEnumerable<Histories> Smaller(Histories histories) => histories.Jobs switch
    {
        [var only] => Enumerable.Range(0, only.Acts.Count)
            .Select(left => new Histories { Jobs = [new History { Acts = [.. only.Acts.Where((_, index) => index != left)] }] }),
        var many => many.Select(job => new Histories { Jobs = [job] }),
    };
}
