using System.Text.Json;
using BackendPlugins.BigQuery.Tests.Kit;
using BackendPlugins.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BackendPlugins.BigQuery.Tests.Contract;

/// <summary>
/// What the plugin relies on, held against a service. The statements are SQL for the real one and carry scripts in comments
/// for the simulator.
/// </summary>
public abstract class ServiceContract : IAsyncLifetime
{
    private ServiceProvider? _services;

    private protected abstract string Project { get; }

    private protected abstract string Location { get; }

    private protected abstract TimeProvider Time { get; }

    private protected IBackendPlugin Plugin => _services!.GetRequiredService<IBackendPlugin>();

    private protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var settings = await SettingsAsync();
        var services = new ServiceCollection();
        services.AddSingleton(Time);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddBigQueryPlugin();
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        await EndAsync();
    }

    [Fact]
    public async Task Query_gives_its_table_and_its_link()
    {
        var result = await RunAsync(Task("SELECT 1 AS n /* sim: duration=2s */", outputs: true));
        result.End.Phase.ShouldBe(ServicePhase.Succeeded);
        ((StructuredDatasetLiteral)result.End.Outputs!["results"]).Uri.ShouldMatch($"^bq://{Project}:[^.:]+\\.[^.:]+$");
        result.End.LogLinks.ShouldHaveSingleItem().Uri.ShouldContain($"project={Project}&j=bq:{Location}:{result.Planned.Id}&");
        result.End.CustomInfo!.Value.GetProperty("statementType").GetString().ShouldBe("SELECT");
    }

    [Fact]
    public async Task Mistake_in_the_statement_fails_with_the_services_words()
    {
        var result = await RunAsync(Task("SELEC 1 /* sim: fail=invalidQuery message='Syntax error' */"));
        var error = ErrorOf(result);
        error.Code.ShouldBe("invalidQuery");
        error.Retryable.ShouldBeFalse();
        error.Message.ShouldContain("Syntax error");
    }

    [Fact]
    public async Task Runtime_error_fails_the_job()
    {
        var result = await RunAsync(Task("SELECT ERROR('it broke') /* sim: fail=invalidQuery message='it broke' */"));
        var error = ErrorOf(result);
        error.Code.ShouldBe("invalidQuery");
        error.Message.ShouldContain("it broke");
    }

    [Fact]
    public async Task Job_submitted_twice_is_one_job()
    {
        var task = Task("SELECT 2 /* sim: duration=2s */");
        var job = new PluginJob(task, Plugin.Plan(task, NewName()));
        var first = (await Plugin.SubmitAsync(job, Stop)).ShouldBeOfType<JobSeen>();
        var second = (await Plugin.SubmitAsync(job, Stop)).ShouldBeOfType<JobSeen>();
        second.Job.Id.ShouldBe(first.Job.Id);
        second.CustomInfo!.Value.GetProperty("creationTime").GetInt64().ShouldBe(first.CustomInfo!.Value.GetProperty("creationTime").GetInt64());
    }

    [Fact]
    public async Task Job_that_was_never_submitted_is_missing()
    {
        var task = Task("SELECT 3");
        (await Plugin.LookUpAsync(new PluginJob(task, Plugin.Plan(task, NewName())), Stop)).ShouldBeOfType<JobMissing>();
    }

    [Fact]
    public async Task Location_that_the_service_chose_is_told()
    {
        var task = Task("SELECT 4 /* sim: duration=1s */", location: null);
        var seen = (JobSeen)await Plugin.SubmitAsync(new PluginJob(task, Plugin.Plan(task, NewName())), Stop);
        seen.Job.Coordinate("location").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Cancelled_job_ends_stopped()
    {
        const string Endless = "SELECT COUNT(*) FROM UNNEST(GENERATE_ARRAY(1, 1000000)) a, UNNEST(GENERATE_ARRAY(1, 1000000)) b /* sim: duration=1h */";
        var result = await RunAsync(Task(Endless), cancelAfter: 1);
        result.End.Phase.ShouldBe(ServicePhase.Cancelled);
        result.End.Error!.Code.ShouldBe("stopped");
    }

    [Fact]
    public async Task Dry_run_estimates()
    {
        var result = await RunAsync(Task("SELECT 5", more: "\"dryRun\": true"));
        result.End.Phase.ShouldBe(ServicePhase.Succeeded);
        result.End.Message.ShouldStartWith("Dry run: the query would process ");
    }

    // Each condition is false if the value that arrives is another: then the real service fails the query.
    public static TheoryData<string, LiteralType, Literal> Parameters => new()
    {
        { "@x = -9223372036854775808", Simple(SimpleType.Integer), new IntegerLiteral(long.MinValue) },
        { "@x = 0.1", Simple(SimpleType.Float), new FloatLiteral(0.1) },
        { "IS_NAN(@x)", Simple(SimpleType.Float), new FloatLiteral(double.NaN) },
        { "IS_INF(@x) AND @x < 0", Simple(SimpleType.Float), new FloatLiteral(double.NegativeInfinity) },
        { "@x = 'it\\'s ä'", Simple(SimpleType.String), new StringLiteral("it's ä") },
        { "@x", Simple(SimpleType.Boolean), new BooleanLiteral(true) },
        { "@x = DATETIME '2026-03-01 12:30:00.123456'", Simple(SimpleType.Datetime), new DatetimeLiteral(new DateTimeOffset(2026, 3, 1, 12, 30, 0, TimeSpan.Zero).AddTicks(1234567)) },
        { "@x = DATE '2026-03-01'", Simple(SimpleType.Datetime) with { StructureTag = "date" }, new DatetimeLiteral(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)) },
        { "@x = INTERVAL '0-0 0 -51:4:5.006007' YEAR TO SECOND", Simple(SimpleType.Duration), new DurationLiteral(-new TimeSpan(2, 3, 4, 5, 6, 7)) },
        { "@x = b'\\x00\\xff'", Simple(SimpleType.Binary), new BinaryLiteral(new byte[] { 0, 255 }, "") },
        { "@x IS NULL", new UnionLiteralType([Simple(SimpleType.Integer), Simple(SimpleType.None)]), new NoneLiteral() },
        { "ARRAY_LENGTH(@x) = 2 AND @x[OFFSET(1)] = 2", new CollectionLiteralType(Simple(SimpleType.Integer)), new CollectionLiteral([new IntegerLiteral(1), new IntegerLiteral(2)]) },
        { "ARRAY_LENGTH(@x) = 0", new CollectionLiteralType(Simple(SimpleType.String)), new CollectionLiteral([]) },
        { "INT64(@x.a) = 1", new MapLiteralType(Simple(SimpleType.Integer)), new MapLiteral(new Dictionary<string, Literal> { ["a"] = new IntegerLiteral(1) }) },
        {
            "@x.a = 1 AND @x.b IS NULL",
            Simple(SimpleType.Struct) with { DataclassAttributes = new Dictionary<string, LiteralType> { ["a"] = Simple(SimpleType.Integer), ["b"] = Simple(SimpleType.String) } },
            new GenericLiteral(JsonElement.Parse("""{"a": 1.0}"""))
        },
    };

    [Theory]
    [MemberData(nameof(Parameters), DisableDiscoveryEnumeration = true)]
    public async Task Parameter_arrives_as_the_value_that_it_is(string condition, LiteralType type, Literal value)
    {
        var task = Task($"SELECT IF({condition}, 1, ERROR('another value')) /* sim: duration=1s */");
        var result = await RunAsync(task with
        {
            Inputs = new Dictionary<string, Literal> { ["x"] = value },
            Template = task.Template with { Inputs = new Dictionary<string, LiteralType> { ["x"] = type } },
        });
        result.Evidence[^1].ShouldBeOfType<JobSeen>().Phase.ShouldBe(ServicePhase.Succeeded, $"{result.Evidence[^1]}");
    }

    private protected abstract ValueTask<Dictionary<string, string?>> SettingsAsync();

    private protected abstract ValueTask EndAsync();

    private protected abstract Task PassAsync(TimeSpan time);

    private protected Task<ScenarioResult> RunAsync(TaskRequest task, int? cancelAfter = null) => new PluginScenario(Plugin, task, NewName())
    {
        CancelAfterLookUps = cancelAfter,
        MaximumCalls = 120,
        Delay = (wait, _) => PassAsync(wait),
    }.RunAsync(Stop);

    private protected TaskRequest Task(string statement, bool outputs = false, string? more = null) => Task(statement, Location, outputs, more);

    private protected TaskRequest Task(string statement, string? location, bool outputs = false, string? more = null)
    {
        var place = location is null ? "null" : $"\"{location}\"";
        var task = Samples.Task(statement, $$"""{"ProjectID": "{{Project}}", "Location": {{place}}{{(more is null ? "" : $", {more}")}}}""", outputs: outputs ? Samples.Results : null);
        // Labels go along, so that the service checks them too.
        return task with { Execution = new TaskExecution { Id = new TaskExecutionId(TaskIdentifier.None, "Tests", "Contract", "e 1", "n0/É", 0) } };
    }

    private static JobName NewName() => new("contract", "n0", 0, Guid.NewGuid().ToString("N"));

    private static SimpleLiteralType Simple(SimpleType type) => new(type);

    private static JobError ErrorOf(ScenarioResult result) => result.Evidence[^1] is JobRefused refused ? refused.Error : result.End.Error!;
}
