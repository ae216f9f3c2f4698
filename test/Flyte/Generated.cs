using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace BackendPlugins.Flyte.Tests;

/// <summary>Random requests for properties.</summary>
public static class Generated
{
    private static readonly Gen<string> Name = Gen.Elements("a", "b", "Zürich", "x y", "日本", "q\"\\", "n0-n1", "");

    private static readonly Gen<string> Text = Gen.OneOf(
        Name, ArbMap.Default.GeneratorFor<string>().Where(text => text is not null).Select(text => new string([.. text.Where(c => !char.IsSurrogate(c))])));

    // 10,000 years of 365.25 days in ticks: the wire has no longer span.
    private const long LongestSpan = 3_155_760_000_000_000_000;

    private static readonly Gen<double> Double = ArbMap.Default.GeneratorFor<double>();

    private static readonly Gen<ReadOnlyMemory<byte>> Bytes = ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => new ReadOnlyMemory<byte>(bytes ?? []));

    private static readonly Gen<IReadOnlyDictionary<string, string>> Texts = MapOf(Text);

    public static Arbitrary<TaskRequest> Requests() => Arb.From(
        from category in Gen.Elements("bigquery_query_job_task", "snowflake", "x")
        from version in Gen.Choose(-1, 9)
        from template in Template
        from inputs in MapOf(Gen.Sized(size => LiteralOf(Math.Min(size, 12))))
        from prefix in Text
        from execution in Execution
        from configs in Texts
        select new TaskRequest
        {
            Category = new TaskCategory(category, version),
            Template = template,
            Inputs = inputs,
            OutputPrefix = prefix,
            Execution = execution,
            ConnectionConfigs = configs,
        });

    private static Gen<TaskIdentifier> Identifier =>
        from parts in Gen.ArrayOf(Text, 5)
        select new TaskIdentifier(parts[0], parts[1], parts[2], parts[3], parts[4]);

    private static Gen<TaskTemplate> Template =>
        from id in Identifier
        from inputs in MapOf(Gen.Sized(size => TypeOf(Math.Min(size, 6))))
        from outputs in MapOf(Gen.Sized(size => TypeOf(Math.Min(size, 6))))
        from custom in Object.OrNull()
        from config in Texts
        from minutes in Gen.Choose(0, 10000)
        from retries in Gen.Choose(0, int.MaxValue)
        from target in Gen.Choose(0, 3)
        from text in Text
        from list in Gen.ListOf(Text)
        from environment in Texts
        from spec in Object
        select new TaskTemplate
        {
            Id = id,
            Inputs = inputs,
            Outputs = outputs,
            Custom = custom is null ? null : JsonElement.Parse(custom),
            Config = config,
            Timeout = minutes is 0 ? null : TimeSpan.FromMinutes(minutes),
            Retries = retries,
            Sql = target is 1 ? new SqlStatement(text, "HIVE") : null,
            Container = target is 2 ? new ContainerSpec { Image = text, Command = [.. list], Args = [.. list, text], Environment = [.. environment] } : null,
            Pod = target is 3 ? JsonElement.Parse($$"""{"podSpec":{{spec}},"primaryContainerName":"main"}""") : null,
            Secrets = [.. list.Select(item => new SecretReference(item, text, item, ""))],
        };

    private static Gen<TaskExecution> Execution =>
        from known in Gen.Choose(0, 3)
        from task in Identifier
        from parts in Gen.ArrayOf(Text, 7)
        from attempt in Gen.Choose(0, int.MaxValue)
        from maps in Gen.ArrayOf(Texts, 3)
        from interruptible in ArbMap.Default.GeneratorFor<bool>()
        select known is 0
            ? TaskExecution.Unknown
            : new TaskExecution
            {
                Id = known is 1 ? null : new TaskExecutionId(task, parts[0], parts[1], parts[2], parts[3], attempt, parts[4]),
                Namespace = parts[5],
                ServiceAccount = parts[6],
                Labels = maps[0],
                Annotations = maps[1],
                EnvironmentVariables = maps[2],
                MaxAttempts = attempt,
                Interruptible = interruptible,
            };

    private static Gen<string> Object => Gen.Sized(size => ValueOf(Math.Min(size, 8)).Select(value => new JsonObject { ["v"] = value }.ToJsonString()));

    private static Gen<IReadOnlyDictionary<string, T>> MapOf<T>(Gen<T> items) =>
        from names in Gen.ListOf(Name)
        from values in Gen.ListOf(items)
        select (IReadOnlyDictionary<string, T>)names.Distinct().Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);

    private static Gen<JsonNode?> ValueOf(int size)
    {
        var leaf = Gen.OneOf(
            Gen.Constant<JsonNode?>(null),
            Text.Select(text => (JsonNode?)JsonValue.Create(text)),
            Double.Where(double.IsFinite).Select(number => (JsonNode?)JsonValue.Create(number)),
            ArbMap.Default.GeneratorFor<bool>().Select(truth => (JsonNode?)JsonValue.Create(truth)));
        return size <= 1
            ? leaf
            : Gen.OneOf(
                leaf,
                Gen.ArrayOf(ValueOf(size / 2), 3).Select(items => (JsonNode?)new JsonArray(items)),
                Gen.ArrayOf(ValueOf(size / 2), 2).Select(items => (JsonNode?)new JsonObject { ["a"] = items[0], ["b c"] = items[1] }));
    }

    private static Gen<Literal> LiteralOf(int size)
    {
        var leaf = Gen.OneOf(
            Gen.Elements(Samples.Literals.AsEnumerable()),
            ArbMap.Default.GeneratorFor<long>().Select(value => (Literal)new IntegerLiteral(value)),
            Double.Select(value => (Literal)new FloatLiteral(value)),
            Text.Select(value => (Literal)new StringLiteral(value)),
            ArbMap.Default.GeneratorFor<DateTimeOffset>().Select(value => (Literal)new DatetimeLiteral(value.ToUniversalTime())),
            ArbMap.Default.GeneratorFor<long>().Select(ticks => (Literal)new DurationLiteral(new TimeSpan(ticks % (LongestSpan + 1)))),
            Bytes.Select(value => (Literal)new BinaryLiteral(value, "msgpack")),
            Object.Select(value => (Literal)new GenericLiteral(JsonElement.Parse(value))));
        if (size <= 1)
        {
            return leaf;
        }

        var inner = LiteralOf(size / 2);
        return Gen.OneOf(
            leaf,
            Gen.ListOf(inner).Select(items => (Literal)new CollectionLiteral([.. items])),
            MapOf(inner).Select(items => (Literal)new MapLiteral(items)),
            from value in inner
            from type in TypeOf(size / 2).OrNull()
            select (Literal)new UnionLiteral(value, type));
    }

    private static Gen<LiteralType> TypeOf(int size)
    {
        var plain = Gen.Elements(Samples.Types.AsEnumerable());
        if (size > 1)
        {
            var inner = TypeOf(size / 2);
            plain = Gen.OneOf(
                plain,
                inner.Select(type => (LiteralType)new CollectionLiteralType(type)),
                inner.Select(type => (LiteralType)new MapLiteralType(type)),
                Gen.ListOf(inner).Select(types => (LiteralType)new UnionLiteralType([.. types])),
                Gen.ListOf(inner).Select(types => (LiteralType)new StructuredDatasetLiteralType([.. types.Select(type => new DatasetColumn("c", type))], "csv")));
        }

        return from type in plain
               from tag in Gen.Elements("", "int", "Point")
               from metadata in Object.OrNull()
               select type with { StructureTag = tag, Metadata = metadata is null ? null : JsonElement.Parse(metadata) };
    }
}
