using BackendPlugins.Contracts;
using BackendPlugins.Grains.Life;
using Orleans.Serialization;

namespace BackendPlugins.Grains.Rest;

/// <summary>
/// The samples of this silo: a fixed number of places, so that tasks which never come again push each other out. What was packed
/// after a sample keeps it. Any thread may ask.
/// </summary>
internal sealed class RecordSamples(Serializer<RecordAtRest> serializer, SharedParts parts)
{
    private const int Places = 1024;
    private const int FirstLife = 16;
    private const int LongestLife = 8192;

    private readonly RecordSample?[] _samples = new RecordSample?[Places];

    /// <summary>The sample to pack a record after.</summary>
    /// <param name="job">The record.</param>
    public RecordSample For(JobRecord job)
    {
        ref var place = ref _samples[(uint)HashCode.Combine(job.Plugin, job.Task.Template.Id, job.Phase, job.History.Count) % Places];
        var met = Volatile.Read(ref place);
        if (met is not null && met.Serves(job))
        {
            return met;
        }

        // The first of its kind may be an odd one: it is replaced soon, and those after it ever later.
        var sample = new RecordSample(serializer, parts, job, met is null ? FirstLife : Math.Min(met.Life * 2, LongestLife));
        Volatile.Write(ref place, sample);
        return sample;
    }
}
