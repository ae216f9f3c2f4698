namespace BackendPlugins.Grains.LookUps;

/// <summary>Who asked for what in one reading of a list.</summary>
internal sealed class LookUpAskers
{
    private readonly Dictionary<string, LookUpBatch> _first;

    /// <summary>Whoever asks for a job that another has asked for too: it has just moved to another silo. Few do.</summary>
    private readonly Dictionary<string, List<LookUpBatch>> _others = [];

    /// <param name="batches">All that is asked.</param>
    public LookUpAskers(IReadOnlyList<LookUpBatch> batches)
    {
        var most = batches.Sum(batch => batch.Question.Asks.Count);
        var asks = new List<ListedAsk>(most);
        _first = new Dictionary<string, LookUpBatch>(most);
        foreach (var batch in batches)
        {
            foreach (var ask in batch.Question.Asks)
            {
                if (_first.TryAdd(ask.Handle, batch))
                {
                    asks.Add(new ListedAsk(ask.Handle, ask.CreatedAt));
                }
                else if (_others.TryGetValue(ask.Handle, out var others))
                {
                    others.Add(batch);
                }
                else
                {
                    _others.Add(ask.Handle, [batch]);
                }
            }
        }

        Asks = asks;
    }

    /// <summary>The jobs, each once.</summary>
    public IReadOnlyList<ListedAsk> Asks { get; }

    /// <summary>Gives the entries of a page to those who asked for them.</summary>
    /// <param name="page">Entries by handle.</param>
    public void Take(IReadOnlyDictionary<string, byte[]> page)
    {
        foreach (var (handle, entry) in page)
        {
            if (!_first.TryGetValue(handle, out var first))
            {
                continue;
            }

            first.Take(handle, entry);
            if (_others.TryGetValue(handle, out var others))
            {
                others.ForEach(other => other.Take(handle, entry));
            }
        }
    }
}
