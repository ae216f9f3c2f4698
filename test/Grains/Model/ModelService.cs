using System.Collections.Concurrent;

namespace BackendPlugins.Grains.Tests.Model;

/// <summary>A service in a few lines: knows jobs by their ids, and loses calls as it is told.</summary>
internal sealed class ModelService
{
    private readonly ConcurrentDictionary<string, ModelJob> _jobs = new();

    /// <summary>The job of a node, made by whatever id.</summary>
    public ModelJob Of(string node) => _jobs.GetOrAdd(node, _ => new ModelJob());

    public JobEvidence Answer(PluginCall call)
    {
        var job = Of(call.Job.Task.Execution.Id!.Node);
        lock (job)
        {
            var fault = job.NextFault(call.Kind);
            if (fault == Act.LoseLookUp || (fault is Act.LoseSubmit or Act.LoseCancel))
            {
                throw Evidence.Lost();
            }

            Do(call, job);
            return fault is null ? Said(call, job) : throw Evidence.Lost();
        }
    }

    private static void Do(PluginCall call, ModelJob job)
    {
        if (call.Kind == CallKind.Submit && !job.Phases.ContainsKey(call.Job.External.Id))
        {
            job.Phases[call.Job.External.Id] = ServicePhase.Running;
        }
        else if (call.Kind == CallKind.Cancel && job.Phases.GetValueOrDefault(call.Job.External.Id) == ServicePhase.Running)
        {
            job.Phases[call.Job.External.Id] = ServicePhase.Cancelled;
        }
        else if (call.Kind == CallKind.LookUp && job.Finishes)
        {
            job.End(ServicePhase.Succeeded);
        }
    }

    private static JobEvidence Said(PluginCall call, ModelJob job) =>
        job.Phases.TryGetValue(call.Job.External.Id, out var phase) ? Evidence.Seen(call, phase) : Evidence.Missing;
}

/// <summary>A node's job at the service.</summary>
internal sealed class ModelJob
{
    private readonly List<Act> _faults = [];

    /// <summary>By id: more than one would be a job submitted twice.</summary>
    public Dictionary<string, ServicePhase> Phases { get; } = [];

    /// <summary>Whether it ends well as soon as somebody looks.</summary>
    public bool Finishes { get; set; }

    /// <summary>Where it stands; null where none was made.</summary>
    public ServicePhase? Phase => Phases.Count == 0 ? null : Phases.Values.First();

    public void End(ServicePhase phase)
    {
        lock (this)
        {
            foreach (var id in Phases.Where(pair => pair.Value == ServicePhase.Running).Select(pair => pair.Key).ToList())
            {
                Phases[id] = phase;
            }
        }
    }

    public void Arm(Act fault)
    {
        lock (this)
        {
            _faults.Add(fault);
        }
    }

    public void Disarm()
    {
        lock (this)
        {
            _faults.Clear();
        }
    }

    /// <summary>Takes the first fault that is meant for a call.</summary>
    public Act? NextFault(CallKind kind)
    {
        var index = _faults.FindIndex(fault => kind == fault switch
        {
            Act.LoseSubmit or Act.LoseSubmitAnswer => CallKind.Submit,
            Act.LoseLookUp => CallKind.LookUp,
            _ => CallKind.Cancel,
        });
        if (index < 0)
        {
            return null;
        }

        var fault = _faults[index];
        _faults.RemoveAt(index);
        return fault;
    }
}
