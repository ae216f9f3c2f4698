using BackendPlugins.Grains.Life;
using BackendPlugins.Grains.Rest;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace BackendPlugins.Grains.Tests;

/// <summary>What records are packed with.</summary>
internal static class AtRest
{
    public static RecordSamples Samples() => new(new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer<RecordAtRest>>(), new SharedParts());
}
