using Spectre.Console.Cli;

namespace BackendPlugins.Cli.Commands;

/// <summary>The commands with their examples.</summary>
internal static class CommandSet
{
    public const int Count = 9;

    private const string Key = "bigquery_query_job_task/q2mdkx4v7a5ec3jrnzt6wbyhuo";

    public static void AddTo(IConfigurator config)
    {
        config.AddCommand<CreateCommand>("create")
            .WithDescription("Create a job and print its resource meta and key.")
            .WithExample("create", "bigquery_query_job_task", "--sql", "\"select 1\"", "--project", "my-gcp-project", "--location", "EU")
            .WithExample("create", "bigquery_query_job_task", "--sql", "@query.sql", "--project", "my-gcp-project", "--input", "n=3",
                "--input", "name:string=x", "--input", "since:datetime=2026-08-21T06:00:00Z", "--returns", "results", "--wait")
            .WithExample("create", "--template", "template.json", "--execution", "e1", "--node", "n0", "--attempt", "1", "--output", "json");
        config.AddCommand<GetCommand>("get")
            .WithDescription("Show a job as the endpoint knows it now.")
            .WithExample("get", Key)
            .WithExample("get", "eyJqb2JfaWQiOiJqMSJ9", "--category", "bigquery_query_job_task", "--output", "json");
        config.AddCommand<WatchCommand>("watch")
            .WithDescription("Follow a job until it ends. The exit code tells how.")
            .WithExample("watch", Key)
            .WithExample("watch", Key, "--interval", "5s", "--patience", "10m");
        config.AddCommand<DeleteCommand>("delete")
            .WithDescription("Cancel a job. Harmless for a job that has ended.")
            .WithExample("delete", Key);
        config.AddCommand<LogsCommand>("logs")
            .WithDescription("Print a job's log lines, oldest first.")
            .WithExample("logs", Key)
            .WithExample("logs", Key, "--lines", "20", "--output", "json");
        config.AddCommand<MetricsCommand>("metrics")
            .WithDescription("Print a job's metrics.")
            .WithExample("metrics", Key)
            .WithExample("metrics", Key, "--query", "totalSlotMs", "--since", "1h", "--step", "1m");
        config.AddCommand<ListCommand>("list")
            .WithDescription("List jobs, newest first. Needs the HTTP endpoint of an Orleans.BackendPlugins gateway.")
            .WithExample("list", "--phase", "running", "--project", "flytesnacks")
            .WithExample("list", "--execution", "f6a1b2c3d4", "--all", "--output", "json");
        config.AddCommand<ConnectorsCommand>("connectors")
            .WithDescription("List what the endpoint serves: ListAgents or ListConnectors.")
            .WithExample("connectors", "--endpoint", "http://flyteconnector:8000", "--protocol", "v2");
        config.AddCommand<LoadCommand>("load")
            .WithDescription("Load an endpoint as Flyte does, show it live and report what was measured. Meant for a backend with a simulated service.")
            .WithExample("load", "--jobs", "1000", "--arrival", "50/s", "--durations", "lognormal:10s,0.8")
            .WithExample("load", "--jobs", "10000", "--as-fast-as-possible", "--callers", "128", "--deletes", "5%", "--repeats", "5%",
                "--fail-if", "\"get.p99>50ms\"", "--fail-if", "\"create.errors>0\"");
    }
}
