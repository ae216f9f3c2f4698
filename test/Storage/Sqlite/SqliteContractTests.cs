using BackendPlugins.Storage.Tests.Contract;

namespace BackendPlugins.Storage.Tests.Sqlite;

public sealed class SqliteRowTests : RowContract
{
    private readonly SqliteFile _file = new();

    protected override IReadOnlyDictionary<string, string?> Settings => _file.Settings;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override void Execute(string sql) => _file.Execute(sql);
}

public sealed class SqliteGroupTests : GroupContract
{
    private readonly SqliteFile _file = new();

    protected override IReadOnlyDictionary<string, string?> Settings => _file.Settings;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override void Execute(string sql) => _file.Execute(sql);
}

public sealed class SqliteFailureTests : FailureContract
{
    private readonly SqliteFile _file = new();

    protected override IReadOnlyDictionary<string, string?> Settings => _file.Settings;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override void Execute(string sql) => _file.Execute(sql);
}

public sealed class SqliteCatalogTests : CatalogContract
{
    private readonly SqliteFile _file = new();

    protected override IReadOnlyDictionary<string, string?> Settings => _file.Settings;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override void Execute(string sql) => _file.Execute(sql);
}

public sealed class SqliteFindingTests : FindingContract
{
    private readonly SqliteFile _file = new();

    protected override IReadOnlyDictionary<string, string?> Settings => _file.Settings;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _file.Dispose();
    }

    protected override void Execute(string sql) => _file.Execute(sql);
}
