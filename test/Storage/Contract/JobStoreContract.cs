namespace BackendPlugins.Storage.Tests.Contract;

/// <summary>What every job store keeps to, whatever its database. One class per database inherits each of the contracts.</summary>
/// <param name="create">Makes an empty database that only this test uses.</param>
public abstract class JobStoreContract(Func<Task<IContractDatabase>> create) : IAsyncLifetime
{
    private IContractDatabase? _database;
    private readonly List<IDisposable> _opened = [];

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Settings of an empty database that only this test uses.</summary>
    protected IReadOnlyDictionary<string, string?> Settings => _database!.Settings;

    public async ValueTask InitializeAsync() => _database = await create();

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in Enumerable.Reverse(_opened))
        {
            opened.Dispose();
        }

        GC.SuppressFinalize(this);
        if (_database is { } database)
        {
            await database.DisposeAsync();
        }
    }

    /// <summary>Runs SQL on a connection of its own, behind the store's back.</summary>
    protected void Execute(string sql) => _database!.Execute(sql);

    /// <summary>Checks the database itself.</summary>
    protected void Check() => _database!.Check();

    private protected RunningStore Open(TimeProvider? time = null, params (string Name, string Value)[] settings)
    {
        var store = RunningStore.Open(With(settings), time);
        _opened.Add(store);
        return store;
    }

    private protected (RunningStore Store, GatedDatabase Gate) OpenGated(TimeProvider? time = null, params (string Name, string Value)[] settings)
    {
        GatedDatabase? gate = null;
        var store = RunningStore.Open(With(settings), time, inner => gate = new GatedDatabase(inner));
        _opened.Add(store);
        return (store, gate!);
    }

    /// <summary>Holds the writer at a commit of one throw-away job, so that what is written meanwhile queues up.</summary>
    private protected static async Task<Task> HoldAsync(RunningStore store, GatedDatabase gate)
    {
        gate.Commits.Reset();
        var held = store.CreateAsync(Samples.Job("held-" + Guid.NewGuid().ToString("N")), Stop);
        await Task.Run(() => gate.CommitWaits.Wait(Stop), Stop);
        return held;
    }

    private Dictionary<string, string?> With((string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(Settings);
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        return all;
    }
}
