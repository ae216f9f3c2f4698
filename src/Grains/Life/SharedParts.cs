using System.Collections.ObjectModel;
using System.Text.Json;
using BackendPlugins.Contracts;

namespace BackendPlugins.Grains.Life;

/// <summary>
/// What the records of many jobs have in common, once instead of once a job: jobs of one workflow differ in a few texts, and each
/// brings all the others again. What is shared is immutable, so nobody can tell.
/// </summary>
internal sealed class SharedParts
{
    // Arrays throughout: what a collection expression makes of an interface is a list with room to spare in a wrapper.
    private readonly Alike<string> _texts = new(StringComparer.Ordinal, 8192);
    private readonly Alike<IReadOnlyDictionary<string, string>> _maps = new(new SameEntries<string>(), 1024);
    private readonly Alike<IReadOnlyDictionary<string, LiteralType>> _interfaces = new(new SameEntries<LiteralType>(), 1024);
    private readonly Alike<TaskIdentifier> _tasks = new(EqualityComparer<TaskIdentifier>.Default, 1024);
    private readonly Alike<TaskTemplate> _templates = new(EqualityComparer<TaskTemplate>.Default, 1024);
    private readonly Alike<TaskCategory> _categories = new(EqualityComparer<TaskCategory>.Default, 64);
    private readonly Alike<JsonPart> _customs = new(EqualityComparer<JsonPart>.Default, 1024);
    private readonly Alike<SqlStatement> _statements = new(EqualityComparer<SqlStatement>.Default, 1024);

    /// <summary>The same record of shared parts.</summary>
    /// <param name="job">A record that is to stay in memory.</param>
    public JobRecord Share(JobRecord job) => job with
    {
        Identity = job.Identity with { Key = job.Identity.Key with { Category = _texts.One(job.Identity.Key.Category) } },
        Task = Share(job.Task),
        Plugin = _texts.One(job.Plugin),
        External = job.External is { } external ? Share(external) : null,
        Message = _texts.One(job.Message),
        LogLinks = Share(job.LogLinks),
        History = job.History.Select(edge => edge with { Reason = _texts.One(edge.Reason) }).ToArray(),
        Metrics = job.Metrics.Count > 0 ? job.Metrics : [],
        Progress = job.Progress.Count > 0 ? job.Progress.ToArray() : [],
    };

    /// <summary>The same task of shared parts.</summary>
    /// <param name="task">A task that is to stay in memory.</param>
    public TaskRequest Share(TaskRequest task) => task with
    {
        Category = _categories.One(task.Category),
        Template = Share(task.Template),
        Inputs = task.Inputs.Count > 0 ? task.Inputs : ReadOnlyDictionary<string, Literal>.Empty,
        Execution = Share(task.Execution),
        ConnectionConfigs = Map(task.ConnectionConfigs),
    };

    /// <summary>The same external job of shared parts.</summary>
    /// <param name="job">An external job that is to stay in memory.</param>
    public ExternalJob Share(ExternalJob job) => job with { Coordinates = Map(job.Coordinates) };

    /// <summary>The same text, once.</summary>
    /// <param name="text">A text that is to stay in memory.</param>
    public string? Share(string? text) => text is null ? null : _texts.One(text);

    /// <summary>The same evidence of shared parts.</summary>
    /// <param name="evidence">Evidence that is to stay in memory.</param>
    public JobEvidence Share(JobEvidence evidence) => evidence is JobSeen seen
        ? seen with { Job = Share(seen.Job), Message = _texts.One(seen.Message), LogLinks = Share(seen.LogLinks) }
        : evidence;

    private LogLink[] Share(IReadOnlyList<LogLink> links) =>
        links.Count == 0 ? [] : links.Select(link => link with { Name = _texts.One(link.Name) }).ToArray();

    private TaskTemplate Share(TaskTemplate template) => _templates.One(template with
    {
        Id = Share(template.Id),
        Inputs = Interface(template.Inputs),
        Outputs = Interface(template.Outputs),
        Custom = template.Custom is { } custom ? _customs.One(new JsonPart(custom)).Element : null,
        Config = Map(template.Config),
        Sql = template.Sql is { } sql ? _statements.One(sql) : null,
        Secrets = template.Secrets.Count > 0 ? template.Secrets : [],
    });

    private TaskExecution Share(TaskExecution execution) => execution with
    {
        Id = execution.Id is { } id ? Share(id) : null,
        Namespace = _texts.One(execution.Namespace),
        Labels = Map(execution.Labels),
        Annotations = Map(execution.Annotations),
        EnvironmentVariables = Map(execution.EnvironmentVariables),
    };

    private TaskExecutionId Share(TaskExecutionId id) => id with
    {
        Task = Share(id.Task),
        Project = _texts.One(id.Project),
        Domain = _texts.One(id.Domain),
        Execution = _texts.One(id.Execution),
        Node = _texts.One(id.Node),
        Org = _texts.One(id.Org),
    };

    private TaskIdentifier Share(TaskIdentifier task) => _tasks.One(task);

    private IReadOnlyDictionary<string, string> Map(IReadOnlyDictionary<string, string> map) =>
        map.Count > 0 ? _maps.One(map) : ReadOnlyDictionary<string, string>.Empty;

    private IReadOnlyDictionary<string, LiteralType> Interface(IReadOnlyDictionary<string, LiteralType> types) =>
        types.Count > 0 ? _interfaces.One(types) : ReadOnlyDictionary<string, LiteralType>.Empty;

    private sealed class JsonPart(JsonElement element) : IEquatable<JsonPart>
    {
        private readonly int _hash = string.GetHashCode(element.GetRawText(), StringComparison.Ordinal);

        public JsonElement Element => element;

        public bool Equals(JsonPart? other) => other is not null && _hash == other._hash && element.GetRawText() == other.Element.GetRawText();

        public override bool Equals(object? obj) => Equals(obj as JsonPart);

        public override int GetHashCode() => _hash;
    }

    private sealed class SameEntries<T> : IEqualityComparer<IReadOnlyDictionary<string, T>>
    {
        public bool Equals(IReadOnlyDictionary<string, T>? one, IReadOnlyDictionary<string, T>? other) =>
            ReferenceEquals(one, other)
            || (one is not null && other is not null && one.Count == other.Count
                && one.All(pair => other.TryGetValue(pair.Key, out var value) && EqualityComparer<T>.Default.Equals(pair.Value, value)));

        // In no order, as the entries have none.
        public int GetHashCode(IReadOnlyDictionary<string, T> map) => map.Aggregate(0, (sum, pair) => sum ^ HashCode.Combine(pair.Key, pair.Value));
    }
}
