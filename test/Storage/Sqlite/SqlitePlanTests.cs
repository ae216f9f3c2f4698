using System.Data.Common;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Catalog;

namespace BackendPlugins.Storage.Tests.Sqlite;

/// <summary>No question walks the table, and no page is sorted: both would grow with the jobs that are kept.</summary>
public sealed class SqlitePlanTests : IDisposable
{
    private readonly SqliteFile _file = new();
    private readonly RunningStore _store;

    public SqlitePlanTests()
    {
        _store = RunningStore.Open(_file.Settings);
    }

    public static TheoryData<string, string> Lists => new()
    {
        { "nothing", "SCAN job USING COVERING INDEX job_created" },
        { "page", "SEARCH job USING COVERING INDEX job_created ((created_at,key)<(?,?))" },
        { "key", "SEARCH job USING INDEX sqlite_autoindex_job_1 (key=?)" },
        { "external", "SEARCH job USING INDEX job_external (external_id=?)" },
        { "execution", "SEARCH job USING INDEX job_execution (execution=?)" },
        { "execution and more", "SEARCH job USING INDEX job_execution (execution=? AND (created_at,key)<(?,?))" },
        { "project", "SEARCH job USING INDEX job_project (project=?)" },
        { "project page", "SEARCH job USING INDEX job_project (project=? AND (created_at,key)<(?,?))" },
        { "plugin", "SEARCH job USING INDEX job_plugin (plugin=?)" },
        { "phase", "SEARCH job USING INDEX job_phase (phase=?)" },
        { "phases page", "SEARCH job USING INDEX job_phase (phase=? AND (created_at,key)<(?,?))" },
        { "node", "SCAN job USING COVERING INDEX job_created" },
        { "text", "SCAN job USING COVERING INDEX job_created" },
        { "time", "SEARCH job USING COVERING INDEX job_created (created_at>? AND created_at<?)" },
        { "by change", "SCAN job USING INDEX job_changed" },
        { "by change page", "SEARCH job USING INDEX job_changed ((changed_at,key)<(?,?))" },
        { "by execution page", "SEARCH job USING INDEX job_execution ((execution,created_at,key)>(?,?,?))" },
    };

    public static TheoryData<string, string> Counts => new()
    {
        { "nothing", "SCAN job USING COVERING INDEX job_phase" },
        { "text", "SCAN job USING COVERING INDEX job_created" },
        { "plugin", "SEARCH job USING COVERING INDEX job_plugin (plugin=?)" },
        { "phase", "SEARCH job USING COVERING INDEX job_phase (phase=?)" },
        { "plugin and phases", "SEARCH job USING COVERING INDEX job_plugin (plugin=?)" },
        { "execution and more", "SEARCH job USING INDEX job_execution (execution=?)" },
        { "project", "SEARCH job USING INDEX job_project (project=?)" },
        { "external", "SEARCH job USING INDEX job_external (external_id=?)" },
    };

    public void Dispose()
    {
        _store.Dispose();
        _file.Dispose();
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_page_is_read_in_the_order_of_one_index(string filter, string access)
    {
        var plan = Plan(JobQuery.List(_store.Database, Filter(filter)).On);

        plan.Where(step => step.Contains(" job ", StringComparison.Ordinal) || step.EndsWith(" job", StringComparison.Ordinal)).ShouldAllBe(step => step == access);
        plan.ShouldContain(access);
        // Pages of several phases are merged; what is sorted then is a page of each.
        plan.Zip(plan.Skip(1)).Where(pair => pair.Second.Contains("TEMP B-TREE", StringComparison.Ordinal))
            .ShouldAllBe(pair => filter == "phases page" && (pair.First == "SCAN Running" || pair.First == "SCAN Failed"));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void A_count_uses_an_index(string filter, string access)
    {
        var plan = Plan(JobQuery.Count(_store.Database, Filter(filter)).On);

        plan.Where(step => step.Contains(" job", StringComparison.Ordinal)).ShouldAllBe(step => step == access);
        plan.ShouldContain(access);
    }

    [Theory]
    [InlineData(ActivityQuery.Unsubmitted, "SCAN job USING INDEX job_unsubmitted")]
    [InlineData(ActivityQuery.CountUnsubmitted, "SCAN job USING COVERING INDEX job_unsubmitted")]
    [InlineData(JobStatements.Read, "SEARCH job USING INDEX sqlite_autoindex_job_1 (key=?)")]
    [InlineData(JobCatalog.Unfinished, "SEARCH job USING COVERING INDEX job_unfinished (key>?)")]
    [InlineData(JobCatalog.Family, "SEARCH job USING INDEX job_family (family=?)")]
    [InlineData(JobStatements.Delete, "SEARCH job USING INDEX sqlite_autoindex_job_1 (key=?)")]
    public void A_statement_searches_one_index(string sql, string access) =>
        Plan(connection => Command(connection, sql)).ShouldBe([access]);

    [Fact]
    public void An_update_finds_its_row_by_key() =>
        Plan(connection => Command(connection, JobStatements.Update)).ShouldBe(["SEARCH job USING INDEX sqlite_autoindex_job_1 (key=?)"]);

    [Fact]
    public void Forgetting_finds_the_oldest_ends_by_index()
    {
        var plan = Plan(connection => Command(connection, JobStatements.Forget));

        plan.ShouldContain("SEARCH job USING INDEX job_ended (ended_at<?)");
        plan.ShouldNotContain(step => step.StartsWith("SCAN job", StringComparison.Ordinal) || step.Contains("TEMP B-TREE FOR ORDER", StringComparison.Ordinal));
    }

    [Fact]
    public void Terms_that_only_check_cannot_lead_the_plan_of_any_version()
    {
        // Between indexes that look alike, versions of SQLite choose differently.
        var sql = JobQuery.List(_store.Database, Filter("execution and more")).Sql;

        sql.ShouldContain("WHERE execution = @execution AND +project = @project AND +plugin = @plugin AND +domain = @domain AND +node = @node AND +phase IN (");
    }

    [Fact]
    public void Activity_reads_two_indexes_and_no_row()
    {
        var query = new ActivityQuery(0, 60_000, 60);

        Plan(connection => query.AcceptedOn(connection, _store.Database)).ShouldContain(step => step.StartsWith("SEARCH job USING COVERING INDEX job_created (created_at>?", StringComparison.Ordinal));
        Plan(query.EndedOn).ShouldContain(step => step.StartsWith("SEARCH job USING COVERING INDEX job_ended (ended_at>?", StringComparison.Ordinal));
    }

    private static JobFilter Filter(string name)
    {
        var cursor = new JobCursor(1, "k").Write();
        return name switch
        {
            "nothing" => new JobFilter(),
            "page" => new JobFilter { Cursor = cursor },
            "key" => new JobFilter { Key = "k" },
            "external" => new JobFilter { ExternalId = "e" },
            "execution" => new JobFilter { Execution = "e" },
            "execution and more" => new JobFilter
            {
                Execution = "e", Project = "p", Domain = "d", Node = "n", Plugin = "b", Phases = [JobPhase.Running, JobPhase.Failed], Cursor = cursor,
            },
            "project" => new JobFilter { Project = "p", Phases = [JobPhase.Running] },
            "project page" => new JobFilter { Project = "p", Domain = "d", Cursor = cursor },
            "plugin" => new JobFilter { Plugin = "b" },
            "plugin and phases" => new JobFilter { Plugin = "b", Phases = [JobPhase.Running, JobPhase.Failed] },
            "phase" => new JobFilter { Phases = [JobPhase.Running] },
            "phases page" => new JobFilter { Phases = [JobPhase.Running, JobPhase.Failed], Cursor = cursor },
            "node" => new JobFilter { Node = "n" },
            "text" => new JobFilter { Text = "t" },
            "time" => new JobFilter { From = Samples.Start, To = Samples.Start },
            "by change" => new JobFilter { Order = JobOrder.Changed, Plugin = "b" },
            "by change page" => new JobFilter { Order = JobOrder.Changed, Cursor = new JobCursor(1, "k").Write(JobOrder.Changed) },
            "by execution page" => new JobFilter { Order = JobOrder.Execution, Ascending = true, Cursor = new JobCursor(1, "k", "e").Write(JobOrder.Execution) },
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such filter."),
        };
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in sql.Split(' ', ',', '(', ')').Where(word => word.StartsWith('@')).Distinct())
        {
            command.Add(name, 1);
        }

        return command;
    }

    private List<string> Plan(Func<DbConnection, DbCommand> create) => _file.Query(connection =>
    {
        using var command = create(connection);
        command.CommandText = "EXPLAIN QUERY PLAN " + command.CommandText;
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    });
}
