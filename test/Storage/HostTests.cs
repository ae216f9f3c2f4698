using System.Diagnostics.Metrics;
using BackendPlugins.Contracts.Catalog;
using BackendPlugins.Storage.Tests.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace BackendPlugins.Storage.Tests;

public sealed class HostTests : IDisposable
{
    private readonly SqliteFile _file = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task A_host_migrates_before_its_services_start()
    {
        var builder = Builder();
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, EarlyBird>());
        using var host = builder.Build();

        await host.StartAsync(Stop);

        host.Services.GetServices<IHostedService>().OfType<EarlyBird>().Single().Jobs.ShouldBe(0);
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task A_host_with_a_wrong_setting_does_not_start()
    {
        using var host = Builder(("JobStore:Provider", "oracle")).Build();

        var failure = await Should.ThrowAsync<OptionsValidationException>(host.StartAsync(Stop));

        failure.Message.ShouldContain("choose one of: sqlite");
    }

    [Fact]
    public async Task A_host_that_may_not_migrate_starts_on_a_schema_that_is_up_to_date_alone()
    {
        using (var early = Builder(("JobStore:MigrateAtStart", "false")).Build())
        {
            var failure = await Should.ThrowAsync<JobStoreUnavailableException>(early.StartAsync(Stop));
            failure.Message.ShouldContain("Sqlite/Migrations/0001_job.sql");
            failure.Message.ShouldContain("JobStore:MigrateAtStart");
        }

        using (var migrating = Builder().Build())
        {
            var migrations = migrating.Services.GetRequiredService<JobStoreMigrations>();
            migrations.Apply().ShouldBe(["Sqlite/Migrations/0001_job.sql", "Sqlite/Migrations/0002_operators.sql"]);
            migrations.Apply().ShouldBeEmpty();
        }

        using var host = Builder(("JobStore:MigrateAtStart", "false")).Build();
        await host.StartAsync(Stop);
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task Ended_jobs_past_their_retention_are_deleted_in_batches_and_no_others()
    {
        var now = TimeProvider.System.GetUtcNow();
        using (var store = RunningStore.Open(_file.Settings))
        {
            await store.CreateAllAsync(Enumerable.Range(0, JobRetention.Batch + 100).Select(number => Samples.Job($"old-{number}").Ended(now.AddDays(-8))));
            await store.CreateAllAsync([Samples.Job("young").Ended(now.AddDays(-6)), Samples.Job("unfinished")]);
        }

        using var host = Builder().Build();
        var deletes = new List<long>();
        using var listener = Listen(host.Services, "jobstore.writes", deletes);

        await host.StartAsync(Stop);

        var catalog = host.Services.GetRequiredService<IJobCatalog>();
        await UntilAsync(async () => (await catalog.ListAsync(new JobFilter(), Stop)).Jobs.Count == 2);
        (await catalog.ListAsync(new JobFilter(), Stop)).Jobs.Select(job => job.Key).ShouldBe(["bigquery_query_job_task/young", "bigquery_query_job_task/unfinished"], ignoreOrder: true);
        deletes.Count.ShouldBe(2);
        await host.StopAsync(Stop);
    }

    [Fact]
    public async Task Writes_and_groups_are_counted()
    {
        using var store = RunningStore.Open(_file.Settings);
        var writes = new List<long>();
        var sizes = new List<long>();
        using var writeListener = Listen(store.Services, "jobstore.writes", writes);
        using var sizeListener = Listen(store.Services, "jobstore.group.size", sizes);

        await store.CreateAllAsync(Enumerable.Range(0, 10).Select(number => Samples.Job($"job-{number}")));

        writes.Sum().ShouldBe(10);
        sizes.Sum().ShouldBe(10);
    }

    private static MeterListener Listen(IServiceProvider services, string instrument, List<long> values)
    {
        var meters = services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (published, self) =>
            {
                if (published.Meter.Name == JobStoreDiagnostics.MeterName && published.Meter.Scope == meters && published.Name == instrument)
                {
                    self.EnableMeasurementEvents(published);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) =>
        {
            lock (values)
            {
                values.Add(value);
            }
        });
        listener.Start();
        return listener;
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    private HostApplicationBuilder Builder(params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        foreach (var (name, value) in _file.Settings.Select(setting => (setting.Key, setting.Value)).Concat(settings.Select(setting => (setting.Name, (string?)setting.Value))))
        {
            builder.Configuration[name] = value;
        }

        builder.Services.AddJobStore(builder.Configuration);
        return builder;
    }

    private sealed class EarlyBird(IJobCatalog catalog) : IHostedService
    {
        public int? Jobs { get; private set; }

        public async Task StartAsync(CancellationToken cancellationToken) =>
            Jobs = (await catalog.ListAsync(new JobFilter(), cancellationToken)).Jobs.Count;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
