using BackendPlugins.Storage.Tests.Contract;

namespace BackendPlugins.Storage.Tests.Postgres;

public sealed class PostgresRowTests(SharedPostgres postgres) : RowContract
{
    private PostgresDatabase _database = null!;

    protected override IReadOnlyDictionary<string, string?> Settings => _database.Settings;

    public override async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync(postgres.Server);

    protected override void Execute(string sql) => _database.Execute(sql);
}

public sealed class PostgresGroupTests(SharedPostgres postgres) : GroupContract
{
    private PostgresDatabase _database = null!;

    protected override IReadOnlyDictionary<string, string?> Settings => _database.Settings;

    public override async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync(postgres.Server);

    protected override void Execute(string sql) => _database.Execute(sql);
}

public sealed class PostgresFailureTests(SharedPostgres postgres) : FailureContract
{
    private PostgresDatabase _database = null!;

    protected override IReadOnlyDictionary<string, string?> Settings => _database.Settings;

    public override async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync(postgres.Server);

    protected override void Execute(string sql) => _database.Execute(sql);
}

public sealed class PostgresCatalogTests(SharedPostgres postgres) : CatalogContract
{
    private PostgresDatabase _database = null!;

    protected override IReadOnlyDictionary<string, string?> Settings => _database.Settings;

    public override async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync(postgres.Server);

    protected override void Execute(string sql) => _database.Execute(sql);
}

public sealed class PostgresFindingTests(SharedPostgres postgres) : FindingContract
{
    private PostgresDatabase _database = null!;

    protected override IReadOnlyDictionary<string, string?> Settings => _database.Settings;

    public override async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync(postgres.Server);

    protected override void Execute(string sql) => _database.Execute(sql);
}

public sealed class PostgresKillTests(SharedPostgres postgres) : KillContract
{
    private PostgresDatabase _database = null!;

    protected override IReadOnlyDictionary<string, string?> Settings => _database.Settings;

    public override async ValueTask InitializeAsync() => _database = await PostgresDatabase.CreateAsync(postgres.Server);

    protected override void Execute(string sql) => _database.Execute(sql);
}
