using System.Text.Json;
using BackendPlugins.Contracts;
using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Storage.Tests;

/// <summary>Records to store.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    public static JobRecord Job(string name, string category = "bigquery_query_job_task", string plugin = "BigQuery") => new()
    {
        Identity = new JobIdentity(new JobKey(category, name), "family-" + name, 0),
        Task = new TaskRequest
        {
            Category = new TaskCategory(category),
            Template = new TaskTemplate { Sql = new SqlStatement("SELECT 1") },
            Execution = new TaskExecution
            {
                Id = new TaskExecutionId(TaskIdentifier.None, "flytesnacks", "development", "execution-" + name, "n0", 0),
            },
        },
        Fingerprint = "fingerprint",
        Plugin = plugin,
        Message = "Accepted.",
        CreatedAt = Start,
        ChangedAt = Start,
    };

    public static JobRecord Ended(this JobRecord job, DateTimeOffset at, JobPhase phase = JobPhase.Succeeded) =>
        job with { Stage = JobStage.Ended, Phase = phase, EndedAt = at, ChangedAt = at };

    public static JobRecord In(this JobRecord job, string project, string domain, string execution, string node) => job with
    {
        Task = job.Task with
        {
            Execution = job.Task.Execution with { Id = new TaskExecutionId(TaskIdentifier.None, project, domain, execution, node, 0) },
        },
    };

    /// <summary>A job with every member set and a literal of every kind.</summary>
    public static JobRecord Rich(string name)
    {
        var table = new StructuredDatasetLiteralType([new DatasetColumn("id", new SimpleLiteralType(SimpleType.Integer))], "parquet")
        {
            ExternalSchemaType = "arrow",
            ExternalSchema = new byte[] { 1, 2, 3 },
        };
        Dictionary<string, Literal> literals = new()
        {
            ["integer"] = new IntegerLiteral(long.MinValue),
            ["float"] = new FloatLiteral(0.1),
            ["nan"] = new FloatLiteral(double.NaN),
            ["infinity"] = new FloatLiteral(double.NegativeInfinity),
            ["string"] = new StringLiteral("a \"quoted\" text, a line\nbreak, NUL \0, ü, 漢, 😀"),
            ["boolean"] = new BooleanLiteral(true),
            ["datetime"] = new DatetimeLiteral(Start.AddTicks(7)),
            ["duration"] = new DurationLiteral(TimeSpan.FromTicks(-12_345)),
            ["none"] = new NoneLiteral(),
            ["binary"] = new BinaryLiteral(new byte[] { 0, 255, 128 }, "msgpack"),
            ["generic"] = new GenericLiteral(JsonElement.Parse("""{"a":[1,2.5,null,{"b":"c"}]}""")),
            ["blob"] = new BlobLiteral("gs://bucket/file", "csv", true),
            ["schema"] = new SchemaLiteral("gs://bucket/table", new SchemaLiteralType([new("id", "INTEGER")])),
            ["dataset"] = new StructuredDatasetLiteral("bq://project.dataset.table", table),
            ["error"] = new ErrorLiteral("n3", "it broke"),
            ["union"] = new UnionLiteral(new IntegerLiteral(4), new SimpleLiteralType(SimpleType.Integer) { StructureTag = "int" }),
            ["collection"] = new CollectionLiteral([new IntegerLiteral(1), new StringLiteral("two")]),
            ["map"] = new MapLiteral(new Dictionary<string, Literal> { ["key"] = new CollectionLiteral([]) }),
            ["offloaded"] = new OffloadedLiteral("gs://bucket/literal", ulong.MaxValue, new CollectionLiteralType(new SimpleLiteralType(SimpleType.Float))),
            ["unset"] = new UnsetLiteral(),
        };
        Dictionary<string, LiteralType> types = new()
        {
            ["simple"] = new SimpleLiteralType(SimpleType.Struct) { Metadata = JsonElement.Parse("""{"title":"T"}""") },
            ["collection"] = new CollectionLiteralType(new BlobLiteralType("csv", false)),
            ["map"] = new MapLiteralType(new UnsetLiteralType()),
            ["enum"] = new EnumLiteralType(["a", "b"]),
            ["union"] = new UnionLiteralType([new SimpleLiteralType(SimpleType.String), new SimpleLiteralType(SimpleType.None)]),
            ["schema"] = new SchemaLiteralType([new("id", "INTEGER")]),
            ["dataset"] = table,
        };
        var job = Job(name);
        return job with
        {
            Task = new TaskRequest
            {
                Category = job.Task.Category,
                Template = new TaskTemplate
                {
                    Id = new TaskIdentifier("flytesnacks", "development", "my.task", "v1", "org"),
                    Inputs = types,
                    Outputs = new Dictionary<string, LiteralType> { ["o0"] = table },
                    Custom = JsonElement.Parse("""{"Location":"EU","ProjectID":"p"}"""),
                    Config = new Dictionary<string, string> { ["poll"] = "5s" },
                    Timeout = TimeSpan.FromMinutes(90),
                    Retries = 3,
                    Sql = new SqlStatement("SELECT @x", "ANSI"),
                    Container = new ContainerSpec { Image = "i", Command = ["c"], Args = ["a"], Environment = [new("K", "V")] },
                    Pod = JsonElement.Parse("""{"spec":{}}"""),
                    Secrets = [new SecretReference("group", "key", "1", "VARIABLE")],
                },
                Inputs = literals,
                OutputPrefix = "s3://bucket/prefix/0",
                Execution = new TaskExecution
                {
                    Id = new TaskExecutionId(new TaskIdentifier("p", "d", "n", "v"), "flytesnacks", "development", "f0", "n0", 2, "org"),
                    Namespace = "flytesnacks-development",
                    Labels = new Dictionary<string, string> { ["l"] = "1" },
                    Annotations = new Dictionary<string, string> { ["a"] = "2" },
                    ServiceAccount = "default",
                    EnvironmentVariables = new Dictionary<string, string> { ["e"] = "3" },
                    MaxAttempts = 4,
                    Interruptible = true,
                },
                ConnectionConfigs = new Dictionary<string, string> { ["host"] = "h" },
                IsAdopted = true,
            },
            External = new ExternalJob("flyte_f0_n0_2_abc", new Dictionary<string, string> { ["project"] = "p", ["location"] = "EU" }),
            Stage = JobStage.Ended,
            Phase = JobPhase.RetryableFailed,
            Message = "Failed: backendError",
            Cancel = new CancelIntent(Start.AddSeconds(3), "it has run too long", TimedOut: true),
            Error = new JobError("backendError", "it broke", ErrorOrigin.System, true),
            Outputs = new JobOutputs(literals),
            LogLinks = [new LogLink("BigQuery Console", "https://console.cloud.google.com/bigquery?j=bq:EU:x&project=p")],
            CustomInfo = JsonElement.Parse("""{"job":"x"}"""),
            ChangedAt = Start.AddMinutes(1),
            SubmitStartedAt = Start.AddSeconds(1),
            EndedAt = Start.AddMinutes(1),
            History =
            [
                new JobEdge(Start, JobStage.Accepted, JobPhase.Initializing, "accepted"),
                new JobEdge(Start.AddMinutes(1), JobStage.Ended, JobPhase.RetryableFailed, "backendError"),
            ],
            ProtectedSecrets = "CfDJ8-encrypted",
            Metrics = [new MetricSeries("totalSlotMs", [new MetricSample(Start.AddSeconds(5), 1.5), new MetricSample(Start.AddSeconds(6), double.NaN)])],
            Progress = [new JobProgress(Start.AddSeconds(4), "1 of 2 stages complete")],
        };
    }
}
