using BackendPlugins.Kubernetes.ApiServer.Serving;
using FsCheck;
using FsCheck.Fluent;

namespace BackendPlugins.Clustering.Kubernetes.Tests.Model;

/// <summary>One deed, and what goes wrong with the API meanwhile.</summary>
/// <param name="Handle">Who does it.</param>
/// <param name="Deed">What.</param>
/// <param name="Pick">Which of the rows.</param>
/// <param name="Fault">What goes wrong; null for nothing.</param>
/// <param name="Verb">With which requests.</param>
/// <param name="Times">How many of them.</param>
public sealed record Scene(int Handle, Deed Deed, int Pick, ApiFault? Fault, string Verb, int Times)
{
    public override string ToString() => $"{Handle}:{Deed}({Pick}){(Fault is null ? "" : $"!{Fault}/{Verb}x{Times}")}";
}

/// <summary>A sequence of deeds of several silos.</summary>
public sealed class Plot
{
    public const int Handles = 3;

    public required IReadOnlyList<Scene> Scenes { get; init; }

    public override string ToString() => string.Join(' ', Scenes);

    public static Arbitrary<Plot> Some() => Arb.From(
        from length in Gen.Choose(4, 30)
        from scenes in Gen.ListOf(One(), length)
        select new Plot { Scenes = [.. scenes] },
        plot => Enumerable.Range(0, plot.Scenes.Count).Select(left => new Plot { Scenes = [.. plot.Scenes.Where((_, index) => index != left)] }));

    private static Gen<Scene> One() =>
        from handle in Gen.Choose(0, Handles - 1)
        from deed in Gen.Frequency(
            (3, Gen.Constant(Deed.Read)), (1, Gen.Constant(Deed.ReadRow)), (3, Gen.Constant(Deed.Insert)), (1, Gen.Constant(Deed.InsertAgain)), (4, Gen.Constant(Deed.Advance)),
            (2, Gen.Constant(Deed.Vote)), (3, Gen.Constant(Deed.Beat)), (2, Gen.Constant(Deed.CleanUp)), (1, Gen.Constant(Deed.Race)))
        from pick in Gen.Choose(0, 5)
        from fault in Gen.Frequency((3, Gen.Constant<ApiFault?>(null)), (2, Gen.Elements<ApiFault?>(ApiFault.CutBefore, ApiFault.CutAfter, ApiFault.Internal, ApiFault.Overload)), (1, Rare()))
        from verb in fault is ApiFault.Conflict ? Gen.Constant("update") : Gen.Frequency((3, Gen.Constant("update")), (1, Gen.Elements("get", "list", "patch")))
        from times in Gen.Frequency((4, Gen.Constant(1)), (2, Gen.Constant(2)), (1, Gen.Constant(3)))
        select new Scene(handle, deed, pick, fault, verb, times);

    // Each costs its client's patience.
    private static Gen<ApiFault?> Rare() => Gen.Frequency((4, Gen.Constant<ApiFault?>(ApiFault.Conflict)), (1, Gen.Elements<ApiFault?>(ApiFault.Silence, ApiFault.SilenceAfter)));
}
