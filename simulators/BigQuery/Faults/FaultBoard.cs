using System.Globalization;
using BackendPlugins.Simulators.BigQuery.Api;

namespace BackendPlugins.Simulators.BigQuery.Faults;

/// <summary>The faults in force. For each call the first one that matches and wins its lot hits.</summary>
internal sealed class FaultBoard(int seed)
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];
    private readonly Random _lot = new(seed);
    private int _named;

    /// <summary>Adds faults; their ids are told in the answer.</summary>
    /// <exception cref="ArgumentException">A fault makes no sense; none is added.</exception>
    public IReadOnlyList<Fault> Add(IReadOnlyList<Fault> faults)
    {
        if (faults.Select(fault => fault.Complaint()).FirstOrDefault(complaint => complaint is not null) is { } complaint)
        {
            throw new ArgumentException(complaint, nameof(faults));
        }

        lock (_gate)
        {
            var added = faults.Select(fault => fault with { Id = fault.Id ?? NextId(), Hits = 0 }).ToList();
            _faults.AddRange(added);
            return added;
        }
    }

    public IReadOnlyList<Fault> Read()
    {
        lock (_gate)
        {
            return [.. _faults];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>Takes away one fault; false when there is none of that id.</summary>
    public bool Remove(string id)
    {
        lock (_gate)
        {
            return _faults.RemoveAll(fault => fault.Id == id) > 0;
        }
    }

    /// <summary>The fault that hits this call; null when none does.</summary>
    public Fault? Draw(string method, string? jobId)
    {
        lock (_gate)
        {
            for (var index = 0; index < _faults.Count; index++)
            {
                var fault = _faults[index];
                if (!Aims(fault, method, jobId) || (fault.Probability < 1 && _lot.NextDouble() >= fault.Probability))
                {
                    continue;
                }

                return _faults[index] = fault with { Hits = fault.Hits + 1 };
            }

            return null;
        }
    }

    private static bool Aims(Fault fault, string method, string? jobId) =>
        (fault.Times is not { } times || fault.Hits < times)
        && ApiMethods.Matches(fault.Method, method)
        && (fault.Mode is not (FaultMode.CommitLate or FaultMode.GetLag) || method == ApiMethods.Insert)
        && (fault.JobIdContains is not { } part || jobId?.Contains(part, StringComparison.Ordinal) == true);

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"fault-{++_named}");
}
