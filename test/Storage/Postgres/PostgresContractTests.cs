using BackendPlugins.Storage.Tests.Contract;

namespace BackendPlugins.Storage.Tests.Postgres;

public sealed class PostgresRowTests(SharedPostgres postgres) : RowContract(() => PostgresDatabase.ForContractAsync(postgres));

public sealed class PostgresGroupTests(SharedPostgres postgres) : GroupContract(() => PostgresDatabase.ForContractAsync(postgres));

public sealed class PostgresFailureTests(SharedPostgres postgres) : FailureContract(() => PostgresDatabase.ForContractAsync(postgres));

public sealed class PostgresCatalogTests(SharedPostgres postgres) : CatalogContract(() => PostgresDatabase.ForContractAsync(postgres));

public sealed class PostgresFindingTests(SharedPostgres postgres) : FindingContract(() => PostgresDatabase.ForContractAsync(postgres));

public sealed class PostgresKillTests(SharedPostgres postgres) : KillContract(() => PostgresDatabase.ForContractAsync(postgres));
