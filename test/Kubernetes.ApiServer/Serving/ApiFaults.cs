namespace BackendPlugins.Kubernetes.ApiServer.Serving;

/// <summary>Faults to come: each is used once, by the first request that it is meant for.</summary>
public sealed class ApiFaults
{
    private readonly Lock _lock = new();
    private readonly List<(ApiFault Fault, string Verb, string Resource)> _waiting = [];

    /// <summary>Lets the next such request go wrong.</summary>
    /// <param name="fault">How.</param>
    /// <param name="verb">Verb of Kubernetes.</param>
    /// <param name="resource">Plural.</param>
    /// <param name="times">How many of them.</param>
    public void Add(ApiFault fault, string verb, string resource, int times = 1)
    {
        lock (_lock)
        {
            _waiting.AddRange(Enumerable.Repeat((fault, verb, resource), times));
        }
    }

    /// <summary>Forgets those that nobody has met.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _waiting.Clear();
        }
    }

    internal ApiFault? Take(string verb, string resource)
    {
        lock (_lock)
        {
            var index = _waiting.FindIndex(fault => fault.Verb == verb && fault.Resource == resource);
            if (index < 0)
            {
                return null;
            }

            var fault = _waiting[index].Fault;
            _waiting.RemoveAt(index);
            return fault;
        }
    }
}
