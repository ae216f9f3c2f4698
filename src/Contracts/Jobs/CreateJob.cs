using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Contracts;

/// <summary>The command to accept a job.</summary>
/// <param name="Identity">Who it is; the grain's key is <see cref="JobIdentity.Key"/>.</param>
/// <param name="Task">What to run.</param>
/// <param name="Secrets">Secret values that came with it; null for none.</param>
[GenerateSerializer, Alias("bp.CreateJob"), Immutable]
public sealed record CreateJob(
    [property: Id(0)] JobIdentity Identity,
    [property: Id(1)] TaskRequest Task,
    [property: Id(2)] SecretBundle? Secrets = null);

/// <summary>The command to watch a job that another backend started.</summary>
/// <param name="Identity">Who it is here.</param>
/// <param name="Category">Its task category.</param>
/// <param name="ResourceMeta">What the other backend handed out.</param>
[GenerateSerializer, Alias("bp.AdoptJob"), Immutable]
public sealed record AdoptJob(
    [property: Id(0)] JobIdentity Identity,
    [property: Id(1)] string Category,
    [property: Id(2)] byte[] ResourceMeta);

/// <summary>What became of a <see cref="CreateJob"/>.</summary>
[GenerateSerializer, Alias("bp.CreateOutcome")]
public enum CreateOutcome
{
    /// <summary>Accepted and stored now.</summary>
    Accepted = 0,

    /// <summary>Accepted earlier with the same request.</summary>
    Known = 1,

    /// <summary>The key is taken by a different request; nothing was changed.</summary>
    Conflict = 2,

    /// <summary>No plugin here serves the category; nothing was stored.</summary>
    UnknownCategory = 3,

    /// <summary>The job store did not confirm the write; the caller may try again.</summary>
    StoreUnavailable = 4,

    /// <summary>The plugin does not know this form of resource meta; nothing was stored.</summary>
    NotAdoptable = 5,
}

/// <summary>The answer to a <see cref="CreateJob"/>.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Snapshot">The job; null unless accepted or known.</param>
/// <param name="Detail">Why not, for people; empty otherwise.</param>
[GenerateSerializer, Alias("bp.CreateResult"), Immutable]
public sealed record CreateResult(
    [property: Id(0)] CreateOutcome Outcome,
    [property: Id(1)] JobSnapshot? Snapshot,
    [property: Id(2)] string Detail = "");
