using BackendPlugins.Storage.Tests.Contract;

namespace BackendPlugins.Storage.Tests.Sqlite;

public sealed class SqliteRowTests() : RowContract(SqliteFile.ForContractAsync);

public sealed class SqliteGroupTests() : GroupContract(SqliteFile.ForContractAsync);

public sealed class SqliteFailureTests() : FailureContract(SqliteFile.ForContractAsync);

public sealed class SqliteCatalogTests() : CatalogContract(SqliteFile.ForContractAsync);

public sealed class SqliteFindingTests() : FindingContract(SqliteFile.ForContractAsync);

public sealed class SqliteKillTests() : KillContract(SqliteFile.ForContractAsync);
