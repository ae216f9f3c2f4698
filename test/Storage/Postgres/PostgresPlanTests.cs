using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Storage.Postgres;
using Npgsql;

namespace BackendPlugins.Storage.Tests.Postgres;

/// <summary>No question walks the table, and no page is sorted: both would grow with the jobs that are kept.</summary>
public sealed class PostgresPlanTests(PlannedDatabase planned) : IClassFixture<PlannedDatabase>
{
    private static readonly JobRow Row = JobRow.Of("key-77", Samples.Job("job"));

    public static TheoryData<string, string> Lists => new()
    {
        { "nothing", "job_created" },
        { "page", "job_created" },
        { "key", "job_pkey" },
        { "external", "job_external" },
        { "execution", "job_execution" },
        { "execution and more", "job_execution" },
        { "project", "job_project" },
        { "project page", "job_project" },
        { "plugin", "job_plugin" },
        { "phase", "job_phase" },
        { "phases page", "job_phase" },
        { "node", "job_created" },
        { "text", "job_created" },
        { "time", "job_created" },
        { "by change", "job_changed" },
        { "by change page", "job_changed" },
        { "by execution page", "job_execution" },
    };

    public static TheoryData<string, string> Counts => new()
    {
        { "nothing", "job_phase" },
        { "plugin", "job_plugin" },
        { "phase", "job_phase" },
        { "plugin and phases", "job_plugin" },
        { "execution and more", "job_execution" },
        { "project", "job_project" },
        { "external", "job_external" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_page_is_read_in_the_order_of_one_index(string filter, string index)
    {
        var plan = await planned.PlanAsync(connection => Query(connection, JobQuery.List(planned.Database, Filter(filter))));

        plan.ShouldContain(index);
        // A page of one key or of one external id has a row or two; pages of several phases are merged.
        var sorts = filter is "phases page" or "key" or "external";
        plan.ShouldAllBe(step => step == index || (sorts && step == "Sort"));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public async Task A_count_uses_an_index(string filter, string index)
    {
        var plan = await planned.PlanAsync(connection => Query(connection, JobQuery.Count(planned.Database, Filter(filter))));

        plan.ShouldContain(index);
        plan.ShouldNotContain("job");
    }

    [Fact]
    public async Task A_job_is_read_by_its_key() =>
        (await planned.PlanAsync(connection => PlannedDatabase.Command(connection, JobStatements.Read))).ShouldBe(["job_pkey"]);

    [Fact]
    public async Task Recovery_reads_the_unfinished_alone() =>
        (await planned.PlanAsync(connection => PlannedDatabase.Command(connection, JobCatalog.Unfinished, "key-5", 1000))).ShouldBe(["job_unfinished"]);

    [Fact]
    public async Task A_family_is_read_by_its_index() =>
        (await planned.PlanAsync(connection => PlannedDatabase.Command(connection, JobCatalog.Family))).ShouldBe(["job_family"]);

    [Fact]
    public async Task A_group_of_updates_finds_its_rows_by_key() =>
        (await planned.PlanAsync(connection => PlannedDatabase.Batch(connection, PostgresStatements.Update([.. Many(500).Select(row => new UpdateJob(row, 1))]))))
            .ShouldBe(["job_pkey"]);

    [Fact]
    public async Task A_group_of_deletes_finds_its_rows_by_key() =>
        (await planned.PlanAsync(connection => PlannedDatabase.Batch(connection, PostgresStatements.Delete([.. Many(500).Select(row => new DeleteJob(row.Key, 1))]))))
            .ShouldBe(["job_pkey"]);

    [Fact]
    public async Task The_versions_of_a_group_are_found_by_key() =>
        (await planned.PlanAsync(connection => PlannedDatabase.Batch(connection, PostgresStatements.VersionsOf(Many(500).Select(row => new DeleteJob(row.Key, 1))))))
            .ShouldAllBe(step => step == "job_pkey");

    [Fact]
    public async Task Forgetting_finds_the_oldest_ends_by_index() =>
        (await planned.PlanAsync(connection => PlannedDatabase.Batch(connection, PostgresStatements.ForgetSome(new ForgetJobs(5000, 500)))))
            .ShouldBe(["job_ended", "job_pkey"]);

    private static IEnumerable<JobRow> Many(int count) => Enumerable.Range(0, count).Select(number => Row with { Key = $"key-{number}" });

    internal static NpgsqlBatch Query(NpgsqlConnection connection, JobQuery query)
    {
        using var command = (NpgsqlCommand)query.On(connection);
        var batched = new NpgsqlBatchCommand(command.CommandText);
        foreach (var parameter in command.Parameters.Select(parameter => parameter.Clone()))
        {
            batched.Parameters.Add(parameter);
        }

        return PlannedDatabase.Batch(connection, batched);
    }

    private static JobFilter Filter(string name)
    {
        var cursor = new JobCursor(10_000, "key-10000").Write();
        return name switch
        {
            "nothing" => new JobFilter(),
            "page" => new JobFilter { Cursor = cursor },
            "key" => new JobFilter { Key = "key-7" },
            "external" => new JobFilter { ExternalId = "external-7" },
            "execution" => new JobFilter { Execution = "execution-7" },
            "execution and more" => new JobFilter
            {
                Execution = "execution-7", Project = "project-1", Domain = "development", Node = "n1", Plugin = "BigQuery",
                Phases = [JobPhase.Running, JobPhase.Failed], Cursor = cursor,
            },
            "project" => new JobFilter { Project = "project-1", Phases = [JobPhase.Succeeded] },
            "project page" => new JobFilter { Project = "project-1", Domain = "development", Cursor = cursor },
            "plugin" => new JobFilter { Plugin = "Snowflake" },
            "plugin and phases" => new JobFilter { Plugin = "Snowflake", Phases = [JobPhase.Running, JobPhase.Failed] },
            "phase" => new JobFilter { Phases = [JobPhase.Failed] },
            "phases page" => new JobFilter { Phases = [JobPhase.Running, JobPhase.Failed], Cursor = cursor },
            "node" => new JobFilter { Node = "n1" },
            "text" => new JobFilter { Text = "1" },
            "time" => new JobFilter { From = DateTimeOffset.FromUnixTimeMilliseconds(10_000) },
            "by change" => new JobFilter { Order = JobOrder.Changed, Plugin = "BigQuery" },
            "by change page" => new JobFilter { Order = JobOrder.Changed, Cursor = new JobCursor(10_000, "key-10000").Write(JobOrder.Changed) },
            "by execution page" => new JobFilter { Order = JobOrder.Execution, Ascending = true, Cursor = new JobCursor(1, "k", "execution-7").Write(JobOrder.Execution) },
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such filter."),
        };
    }
}
