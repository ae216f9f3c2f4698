using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace BackendPlugins.BigQuery.Tests.Kit;

/// <summary>The plugin as a host gets it, over a stub of the service and a clock that stands still.</summary>
internal sealed class PluginStage : IDisposable
{
    private readonly ServiceProvider _provider;

    public PluginStage(params (string Key, string Value)[] settings)
        : this(services => { }, settings)
    {
    }

    public PluginStage(Action<IServiceCollection> change, params (string Key, string Value)[] settings)
    {
        var configuration = new Dictionary<string, string?> { ["Plugins:BigQuery:Credentials"] = "anonymous" };
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        services.AddSingleton<TimeProvider>(Clock);
        services.AddBigQueryPlugin();
        services.AddHttpClient(BigQueryClient.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => Service);
        change(services);
        _provider = services.BuildServiceProvider();
        Plugin = _provider.GetRequiredService<IBackendPlugin>();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public ServiceStub Service { get; } = new();

    public IBackendPlugin Plugin { get; }

    public IServiceProvider Services => _provider;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public PluginJob Plan(TaskRequest task) => new(task, Plugin.Plan(task, Samples.Name));

    public Task<JobEvidence> SubmitAsync(TaskRequest? task = null) => Plugin.SubmitAsync(Plan(task ?? Samples.Task()), Stop);

    public Task<JobEvidence> LookUpAsync(TaskRequest? task = null) => Plugin.LookUpAsync(Plan(task ?? Samples.Task()), Stop);

    public Task<JobEvidence> CancelAsync(TaskRequest? task = null) => Plugin.CancelAsync(Plan(task ?? Samples.Task()), Stop);

    /// <summary>The body that a task is submitted with.</summary>
    public async Task<Asked> BodyOfAsync(TaskRequest task)
    {
        Service.Answers(Samples.Job("PENDING"));
        await SubmitAsync(task);
        return Service.Requests[^1];
    }

    public void Dispose() => _provider.Dispose();
}
