using BackendPlugins.Storage.Tests.Contract;

namespace BackendPlugins.Storage.Tests.Sqlite;

public sealed class SqliteKillTests : KillContract
{
    private readonly SqliteFile _file = new();

    protected override IReadOnlyDictionary<string, string?> Settings => _file.Settings;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override void Execute(string sql) => _file.Execute(sql);

    protected override void Check() => _file.Query(connection =>
    {
        using var check = connection.CreateCommand();
        check.CommandText = "PRAGMA integrity_check";
        return check.ExecuteScalar();
    }).ShouldBe("ok");
}
