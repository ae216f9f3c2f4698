using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BackendPlugins.Kubernetes.ApiServer.Objects;

/// <summary>
/// What etcd is to a real server: objects under one counter that every write raises. With a file it survives the process, as it
/// was after the last answered write.
/// </summary>
public sealed class ObjectStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string, string, string), StoredObject> _objects;
    private readonly List<StoreEvent> _events = [];
    private readonly string? _file;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ObjectStore(string? file = null, long version = 0)
    {
        _objects = new(Comparer<(string, string, string)>.Create((one, other) => string.CompareOrdinal($"{one.Item1}\0{one.Item2}\0{one.Item3}", $"{other.Item1}\0{other.Item2}\0{other.Item3}")));
        _file = file;
        Version = version;
        if (file is not null && File.Exists(file))
        {
            Load(file);
        }
    }

    /// <summary>Version of the last write.</summary>
    public long Version { get; private set; }

    /// <summary>Events up to here are forgotten.</summary>
    public long Compacted { get; private set; }

    /// <summary>Ends with the next write.</summary>
    public Task Changed => Volatile.Read(ref _news).Task;

    public StoredObject? Find(ObjectKey key)
    {
        lock (_lock)
        {
            return _objects.GetValueOrDefault((key.Resource, key.Namespace, key.Name));
        }
    }

    /// <summary>Objects of a resource in the order of their keys, and the version at which that was so.</summary>
    /// <param name="resource">Qualified resource.</param>
    /// <param name="space">A namespace; null for all.</param>
    public (IReadOnlyList<StoredObject> Objects, long Version) List(string resource, string? space)
    {
        lock (_lock)
        {
            return ([.. _objects.Where(one => one.Key.Item1 == resource && (space is null || one.Key.Item2 == space)).Select(one => one.Value)], Version);
        }
    }

    public IReadOnlyList<StoreEvent> EventsAfter(long version)
    {
        lock (_lock)
        {
            return [.. _events.Where(change => change.Version > version)];
        }
    }

    /// <summary>Reads and writes one object without another write in between.</summary>
    /// <param name="key">Where.</param>
    /// <param name="change">Is given what is there and returns what shall be there, or the same to write nothing.</param>
    /// <param name="isTrial">Whether nothing shall be written: what would be there is returned.</param>
    /// <returns>What is there now, and whether it is new.</returns>
    public (StoredObject? Stored, bool Created) Write(ObjectKey key, Func<StoredObject?, StoredObject?> change, bool isTrial = false)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_lock)
        {
            var place = (key.Resource, key.Namespace, key.Name);
            var before = _objects.GetValueOrDefault(place);
            var after = change(before);
            if (isTrial || ReferenceEquals(before, after))
            {
                return (after, before is null);
            }

            var version = Version + 1;
            var content = Stamped(after?.Content ?? before!.Content, version);
            Version = version;
            _events.Add(new StoreEvent(version, (before, after) switch { (null, _) => "ADDED", (_, null) => "DELETED", _ => "MODIFIED" }, key, content));
            var stored = after is null ? null : after with { Content = content };
            if (stored is null)
            {
                _objects.Remove(place);
            }
            else
            {
                _objects[place] = stored;
            }

            Save();
            Interlocked.Exchange(ref _news, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            return (stored, before is null);
        }
    }

    /// <summary>Forgets old events, as etcd does every five minutes.</summary>
    public void Compact()
    {
        lock (_lock)
        {
            _events.Clear();
            Compacted = Version;
        }
    }

    private static JsonObject Stamped(JsonObject content, long version)
    {
        var copy = content.DeepClone().AsObject();
        copy["metadata"]!["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture);
        return copy;
    }

    private void Load(string file)
    {
        var root = JsonNode.Parse(File.ReadAllText(file))!;
        Version = Compacted = root["version"]!.GetValue<long>();
        foreach (var saved in root["objects"]!.AsArray())
        {
            var owners = saved!["owners"].Deserialize<Dictionary<string, string>>()!;
            _objects[(saved["resource"]!.GetValue<string>(), saved["namespace"]!.GetValue<string>(), saved["name"]!.GetValue<string>())] =
                new StoredObject(saved["content"]!.DeepClone().AsObject(), owners);
        }
    }

    private void Save()
    {
        if (_file is null)
        {
            return;
        }

        var objects = new JsonArray([.. _objects.Select(one => new JsonObject
        {
            ["resource"] = one.Key.Item1,
            ["namespace"] = one.Key.Item2,
            ["name"] = one.Key.Item3,
            ["owners"] = JsonSerializer.SerializeToNode(one.Value.Owners),
            ["content"] = one.Value.Content.DeepClone(),
        })]);
        File.WriteAllText(_file + ".new", new JsonObject { ["version"] = Version, ["objects"] = objects }.ToJsonString());
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
