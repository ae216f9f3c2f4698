using Microsoft.Extensions.Options;

namespace BackendPlugins.Gateway.Connectors;

/// <summary>What this endpoint serves, by configuration alone.</summary>
internal sealed class ConnectorDirectory(IOptions<ConnectorsOptions> options)
{
    private readonly HashSet<string> _types =
        options.Value.Connectors.SelectMany(connector => connector.Categories).Select(category => category.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>The connectors in their configured order.</summary>
    public IReadOnlyList<PluginDescription> All { get; } =
    [
        .. options.Value.Connectors.Select(connector => new PluginDescription(
            connector.Name,
            connector.Name,
            [.. connector.Categories.Select(category => new TaskCategory(category.Name, category.Version))])),
    ];

    /// <summary>Whether a task type is served. The version does not matter: a template may be of a later one than the advertised.</summary>
    public bool Serves(TaskCategory category) => _types.Contains(category.Name);

    /// <summary>A connector by name.</summary>
    /// <exception cref="JobRequestException">There is none.</exception>
    public PluginDescription Get(string name) =>
        All.FirstOrDefault(connector => connector.ConnectorName == name)
        ?? throw JobRequestException.NotFound(
            $"name \"{name}\" is no connector of this endpoint; it has {string.Join(", ", All.Select(connector => $"\"{connector.ConnectorName}\""))}");

    /// <summary>The refusal of a category that nobody here serves.</summary>
    public JobRequestException Unknown(TaskCategory category) => JobRequestException.NotFound(
        $"task category {category} is not served here; served are {string.Join(", ", _types.Order(StringComparer.Ordinal))}");
}
