using System.Reflection;
using System.Text.Json.Serialization;

namespace BackendPlugins.Flyte.Tests;

/// <summary>One or more of every kind of value and type, by hand.</summary>
internal static class Samples
{
    public static StructuredDatasetLiteralType Dataset { get; } = new(
        [new DatasetColumn("id", new SimpleLiteralType(SimpleType.Integer)), new DatasetColumn("tags", new CollectionLiteralType(new SimpleLiteralType(SimpleType.String)))],
        "parquet")
    {
        ExternalSchemaType = "arrow",
        ExternalSchema = new byte[] { 1, 2, 255 },
    };

    public static SchemaLiteralType Schema { get; } = new(
        [.. ((string[])["INTEGER", "FLOAT", "STRING", "BOOLEAN", "DATETIME", "DURATION", "42"]).Select((type, index) => KeyValuePair.Create($"c{index}", type))]);

    public static IReadOnlyList<Literal> Literals { get; } =
    [
        new IntegerLiteral(long.MinValue),
        new IntegerLiteral(0),
        new FloatLiteral(double.NaN),
        new FloatLiteral(double.NegativeInfinity),
        new FloatLiteral(-0.1),
        new StringLiteral(""),
        new StringLiteral("Zürich 日本 \"\\\u0000😀"),
        new BooleanLiteral(false),
        new BooleanLiteral(true),
        new DatetimeLiteral(DateTimeOffset.MinValue),
        new DatetimeLiteral(DateTimeOffset.MaxValue),
        new DatetimeLiteral(new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(1)),
        new DurationLiteral(TimeSpan.FromTicks(-15_000_001)),
        new DurationLiteral(TimeSpan.Zero),
        new NoneLiteral(),
        new BinaryLiteral(new byte[] { 0, 129, 255 }, "msgpack"),
        new BinaryLiteral(Array.Empty<byte>(), ""),
        new GenericLiteral(Json.Element("""{"a":1,"b":[true,null,"x",{"c":1.5e-7}],"":{}}""")),
        new BlobLiteral("s3://bucket/key", "csv", false),
        new BlobLiteral("gs://bucket/folder", "", true),
        new SchemaLiteral("s3://bucket/table", Schema),
        new StructuredDatasetLiteral("bq://p:d.t", Dataset),
        new StructuredDatasetLiteral("", StructuredDatasetLiteralType.Plain),
        new ErrorLiteral("n0", "out of disk"),
        new UnionLiteral(new NoneLiteral(), new SimpleLiteralType(SimpleType.None)),
        new UnionLiteral(new StringLiteral("x"), null),
        new UnionLiteral(new UnsetLiteral(), new UnsetLiteralType()),
        new CollectionLiteral([]),
        new CollectionLiteral([new IntegerLiteral(1), new CollectionLiteral([new UnsetLiteral()])]),
        new MapLiteral(new Dictionary<string, Literal>()),
        new MapLiteral(new Dictionary<string, Literal> { [""] = new BooleanLiteral(true), ["k"] = new MapLiteral(new Dictionary<string, Literal>()) }),
        new OffloadedLiteral("s3://bucket/large", ulong.MaxValue, new CollectionLiteralType(new SimpleLiteralType(SimpleType.Integer))),
        new OffloadedLiteral("s3://bucket/large", 0, null),
        new UnsetLiteral(),
    ];

    public static IReadOnlyList<LiteralType> Types { get; } =
    [
        .. Enum.GetValues<SimpleType>().Select(simple => new SimpleLiteralType(simple)),
        new SimpleLiteralType((SimpleType)77),
        new SimpleLiteralType(SimpleType.Struct)
        {
            Metadata = Json.Element("""{"title":"Point","properties":{"x":{"type":"integer"}}}"""),
            StructureTag = "Point",
            DataclassAttributes = new Dictionary<string, LiteralType> { ["x"] = new SimpleLiteralType(SimpleType.Integer) },
        },
        new CollectionLiteralType(new CollectionLiteralType(new SimpleLiteralType(SimpleType.Float))),
        new MapLiteralType(new UnsetLiteralType()),
        new EnumLiteralType(["red", "green"]),
        new EnumLiteralType([]),
        new UnionLiteralType([new SimpleLiteralType(SimpleType.Integer) { StructureTag = "int" }, new SimpleLiteralType(SimpleType.None) { StructureTag = "none" }]),
        new BlobLiteralType("", true),
        new BlobLiteralType("png", false),
        Schema,
        Dataset,
        StructuredDatasetLiteralType.Plain,
        new UnsetLiteralType(),
    ];

    public static TheoryData<int> LiteralNumbers => new(Enumerable.Range(0, Literals.Count));

    public static TheoryData<int> TypeNumbers => new(Enumerable.Range(0, Types.Count));

    public static IEnumerable<Type> KindsOf<T>() => typeof(T).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType);

    /// <summary>A request with everything that a record can hold.</summary>
    public static TaskRequest Full { get; } = new()
    {
        Category = new TaskCategory("bigquery_query_job_task", 3),
        Template = new TaskTemplate
        {
            Id = new TaskIdentifier("flytesnacks", "development", "sql.bigquery", "v1", "acme"),
            Inputs = Types.Index().ToDictionary(item => $"in{item.Index}", item => item.Item),
            Outputs = new Dictionary<string, LiteralType> { ["results"] = Dataset },
            Custom = Json.Element("""{"Location":"EU","ProjectID":"p","QueryJobConfig":{"dryRun":false,"labels":{"a":"b"}}}"""),
            Config = new Dictionary<string, string> { ["warehouse"] = "small" },
            Timeout = TimeSpan.FromMinutes(90),
            Retries = 5,
            Sql = new SqlStatement("SELECT 1", "ANSI"),
            Secrets = [new SecretReference("g", "k", "2", "TOKEN"), new SecretReference("", "only_key")],
        },
        Inputs = Literals.Index().ToDictionary(item => $"in{item.Index}", item => item.Item),
        OutputPrefix = "s3://bucket/metadata/n0/data/0",
        Execution = new TaskExecution
        {
            Id = new TaskExecutionId(
                new TaskIdentifier("flytesnacks", "development", "sql.bigquery", "v1"), "flytesnacks", "production", "f3a9", "n0-n1", 2, "acme"),
            Namespace = "flytesnacks-production",
            Labels = new Dictionary<string, string> { ["team"] = "data" },
            Annotations = new Dictionary<string, string> { ["note"] = "x" },
            ServiceAccount = "default",
            EnvironmentVariables = new Dictionary<string, string> { ["LEVEL"] = "debug" },
            MaxAttempts = 4,
            Interruptible = true,
        },
        ConnectionConfigs = new Dictionary<string, string> { ["host"] = "example.org" },
    };
}
