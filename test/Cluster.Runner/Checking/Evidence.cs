using BackendPlugins.Cluster.Runner.Clients;
using BackendPlugins.Cluster.Runner.Nemesis;
using BackendPlugins.Cluster.Runner.Scenarios;
using BackendPlugins.Simulators.BigQuery.Books;

namespace BackendPlugins.Cluster.Runner.Checking;

/// <summary>All that is known after a scenario.</summary>
internal sealed record Evidence
{
    public required IReadOnlyList<NodeScript> Nodes { get; init; }

    public required IReadOnlyCollection<Answer> Answers { get; init; }

    public required IReadOnlyCollection<JobBook> Books { get; init; }

    public required IReadOnlyCollection<StoredJob> Stored { get; init; }

    public required IReadOnlyCollection<Disturbed> Disturbed { get; init; }

    /// <summary>Times from the death of a silo to a job's first good answer, where they were measured.</summary>
    public IReadOnlyCollection<TimeSpan> Recoveries { get; init; } = [];

    /// <summary>What was answered while they were measured.</summary>
    public IReadOnlyCollection<Answer> Probes { get; init; } = [];
}

/// <summary>The evidence about one attempt.</summary>
internal sealed class AttemptEvidence
{
    private AttemptEvidence(AttemptScript script) => Script = script;

    public AttemptScript Script { get; }

    public string Name => Script.Name;

    /// <summary>In the order in which they were sent; a client waits for each before it sends the next.</summary>
    public required IReadOnlyList<Answer> Answers { get; init; }

    /// <summary>The service's books on every id under which it ran, or was to run.</summary>
    public required IReadOnlyList<JobBook> Books { get; init; }

    /// <summary>All rows of this attempt: one at most, if all is well.</summary>
    public required IReadOnlyList<StoredJob> Stored { get; init; }

    /// <summary>Whether a later attempt of the same node was created, or may have been.</summary>
    public required bool HasSuccessor { get; init; }

    /// <summary>Whether a later attempt of the same node was accepted for certain.</summary>
    public required bool HasAcceptedSuccessor { get; init; }

    public IEnumerable<Answer> Creates => Answers.Where(answer => answer.Call == CallKind.Create);

    public IEnumerable<Answer> Gets => Answers.Where(answer => answer.Call == CallKind.Get);

    public IEnumerable<Answer> Deletes => Answers.Where(answer => answer.Call == CallKind.Delete);

    public bool IsAccepted => Creates.Any(create => create.IsOk);

    /// <summary>Whether a create was sent that may have been accepted.</summary>
    public bool MayBeAccepted => Creates.Any(create => create.Status is not (Grpc.Core.StatusCode.InvalidArgument or Grpc.Core.StatusCode.AlreadyExists));

    /// <summary>The first delete that was promised; null where none was.</summary>
    public Answer? PromisedDelete => Deletes.FirstOrDefault(delete => delete.IsOk);

    /// <summary>Whether anybody asked for it to be stopped, with or without an answer.</summary>
    public bool WasToStop => Deletes.Any() || HasSuccessor;

    /// <summary>How often a job was made for it, under whatever ids.</summary>
    public int Inserts => Books.Sum(book => book.Inserts);

    /// <summary>The job that was made; null where none was.</summary>
    public JobBook? Made => Books.FirstOrDefault(book => book.Inserts > 0);

    /// <summary>Sorts the evidence by attempt.</summary>
    public static IReadOnlyList<AttemptEvidence> Of(Evidence evidence)
    {
        var answers = evidence.Answers.ToLookup(answer => answer.Job);
        var stored = evidence.Stored.ToLookup(job => job.Name);
        var made = evidence.Books.Where(book => book.Query is not null).ToLookup(book => NameIn(book.Query!));
        var unmade = evidence.Books.Where(book => book.Query is null).ToLookup(book => book.JobId);
        return
        [
            .. evidence.Nodes.SelectMany(node => node.Attempts.Select(script => new AttemptEvidence(script)
            {
                Answers = [.. answers[script.Name].OrderBy(answer => answer.SentAt)],
                Stored = [.. stored[script.Name]],
                Books = [.. made[script.Name], .. stored[script.Name].SelectMany(job => unmade[job.ExternalId ?? ""])],
                HasSuccessor = Later(node, script).SelectMany(later => answers[later.Name]).Any(answer => answer.Call == CallKind.Create),
                HasAcceptedSuccessor = Later(node, script).SelectMany(later => answers[later.Name]).Any(answer => answer is { Call: CallKind.Create, IsOk: true }),
            })),
        ];
    }

    /// <summary>The name that a statement carries; empty for a statement that is none of ours.</summary>
    public static string NameIn(string statement) => statement.Split('\'') is [_, var name, ..] ? name : "";

    private static IEnumerable<AttemptScript> Later(NodeScript node, AttemptScript script) => node.Attempts.Where(other => other.Attempt > script.Attempt);
}
