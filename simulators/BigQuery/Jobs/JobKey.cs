namespace BackendPlugins.Simulators.BigQuery.Jobs;

/// <summary>What makes a job one job: the service keeps ids apart by project and location.</summary>
internal readonly record struct JobKey(string ProjectId, string Location, string JobId)
{
    public override string ToString() => $"{ProjectId}:{Location}.{JobId}";
}
