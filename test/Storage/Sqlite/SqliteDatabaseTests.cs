using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.Storage.Tests.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly SqliteFile _file = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public void The_folder_is_created_and_migrating_again_changes_nothing()
    {
        Directory.Exists(Path.GetDirectoryName(_file.Path)).ShouldBeFalse();

        using (RunningStore.Open(_file.Settings))
        {
        }

        var schema = Schema();
        using (RunningStore.Open(_file.Settings))
        {
        }

        Schema().ShouldBe(schema);
        schema.ShouldContain(line => line.StartsWith("CREATE TABLE job", StringComparison.Ordinal));
        Scalar("SELECT COUNT(*) FROM schema_versions").ShouldBe(2L);
    }

    [Fact]
    public void A_folder_that_cannot_be_created_is_named()
    {
        var blocker = Path.Combine(_file.Folder, "data");
        File.WriteAllText(blocker, "a file where the folder should be");

        var failure = Should.Throw<JobStoreUnavailableException>(() => RunningStore.Open(_file.Settings));

        failure.Message.ShouldContain(blocker);
        failure.Message.ShouldContain("ConnectionStrings:Jobs");
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        Assert.SkipUnless(Directory.Exists("/proc"), "needs a folder in which not even root may create a file");

        var failure = Should.Throw<JobStoreUnavailableException>(() => RunningStore.Open([new("ConnectionStrings:Jobs", "Data Source=/proc/jobs.db")]));

        failure.Message.ShouldContain("folder /proc cannot be written");
    }

    [Fact]
    public void Probing_a_folder_leaves_nothing_in_it()
    {
        using (RunningStore.Open(_file.Settings))
        {
        }

        Directory.GetFiles(Path.GetDirectoryName(_file.Path)!).Select(Path.GetFileName).ShouldBe(["jobs.db"]);
    }

    [Fact]
    public void A_file_that_is_no_database_is_named()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_file.Path)!);
        File.WriteAllText(_file.Path, new string('x', 8192));

        var failure = Should.Throw<JobStoreUnavailableException>(() => RunningStore.Open(_file.Settings));

        failure.Message.ShouldContain(_file.Path);
    }

    [Fact]
    public void Commits_are_synced_and_readers_cannot_write()
    {
        using var store = RunningStore.Open(_file.Settings);
        var connections = new SqliteConnections($"Data Source={_file.Path}");
        using var writer = connections.OpenWriter();
        using var reader = connections.OpenReader();

        Scalar(writer, "PRAGMA journal_mode").ShouldBe("wal");
        Scalar(writer, "PRAGMA synchronous").ShouldBe(2L);
        Scalar(writer, "PRAGMA busy_timeout").ShouldBe(5000L);
        Should.Throw<SqliteException>(() => Scalar(reader, "DELETE FROM job"));
    }

    [Fact]
    public async Task A_file_that_somebody_holds_fails_writes_until_it_is_let_go()
    {
        var time = new FakeTimeProvider();
        using var store = RunningStore.Open(_file.Settings, time);
        await store.CreateAsync(Samples.Job("before"), Stop);
        using (var holder = new SqliteConnection($"Data Source={_file.Path};Pooling=False"))
        {
            await holder.OpenAsync(Stop);
            await using var transaction = await holder.BeginTransactionAsync(Stop);

            var failure = await Should.ThrowAsync<JobStoreUnavailableException>(store.CreateAsync(Samples.Job("held"), Stop));

            failure.Message.ShouldContain("locked");
            (await store.ReadAsync("bigquery_query_job_task/before", Stop)).RecordExists.ShouldBeTrue();
        }

        time.Advance(TimeSpan.FromSeconds(2));
        await store.CreateAsync(Samples.Job("held"), Stop);
    }

    private List<string> Schema() => _file.Query(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name";
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    });

    private object? Scalar(string sql) => _file.Query(connection => Scalar(connection, sql));

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
