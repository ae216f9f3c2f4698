using System.Reflection;
using System.Text;
using System.Text.Json;
using BackendPlugins.Contracts;

namespace BackendPlugins.Storage.Tests;

/// <summary>What the writer by hand writes is what the serializer would: a member that it forgets would be lost with the job.</summary>
public sealed class JobDocumentWriterTests
{
    private static readonly JobRecord Rich = Samples.Rich("rich") with { ServiceCreatedAt = Samples.Start.AddSeconds(2), IsShed = true };
    private static readonly JobRecord Plain = Samples.Job("plain");

    public static TheoryData<string> Members =>
    [
        .. MembersOf(typeof(JobRecord)), .. MembersOf(typeof(TaskRequest)), .. MembersOf(typeof(TaskTemplate)), .. MembersOf(typeof(TaskExecution)),
    ];

    public static TheoryData<string> Texts => ["", "a \"quoted\" text\nwith lines", "NUL \0 and \u001f", "ü 漢 😀", "half a pair \ud83d", "<script>&'+`\u2028", "\\"];

    // A member that is null here is one that the other tests say nothing of.
    [Fact]
    public void The_job_with_every_member_has_every_member()
    {
        var task = Rich.Task;
        object[] parts =
        [
            Rich, Rich.Identity, Rich.Identity.Key, Rich.External!, Rich.History[0], task, task.Category, task.Template, task.Template.Id,
            task.Template.Sql!, task.Execution, task.Execution.Id!, task.Execution.Id!.Task,
        ];

        parts.SelectMany(part => part.GetType().GetProperties().Where(member => member.GetValue(part) is null).Select(member => $"{part.GetType().Name}.{member.Name}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_job_with_every_member_is_written_as_the_serializer_writes_it() => ShouldBeAsSerialized(Rich);

    [Fact]
    public void A_job_just_accepted_is_written_as_the_serializer_writes_it() => ShouldBeAsSerialized(Plain);

    [Theory]
    [MemberData(nameof(Members))]
    public void A_job_without_a_member_is_written_as_the_serializer_writes_it(string member) => ShouldBeAsSerialized(Replace(Rich, Plain, member));

    [Theory]
    [MemberData(nameof(Members))]
    public void A_job_with_one_member_more_is_written_as_the_serializer_writes_it(string member) => ShouldBeAsSerialized(Replace(Plain, Rich, member));

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_is_escaped_as_the_serializer_does(string text) => ShouldBeAsSerialized(Plain with
    {
        Message = text,
        External = new ExternalJob(text, new Dictionary<string, string> { [text] = text }),
        Task = Plain.Task with
        {
            Inputs = new Dictionary<string, Literal> { [text] = new StringLiteral(text) },
            Template = Plain.Task.Template with
            {
                Inputs = new Dictionary<string, LiteralType> { [text] = new SimpleLiteralType(SimpleType.String) { StructureTag = text } },
                Custom = JsonSerializer.SerializeToElement(text),
            },
        },
    });

    [Fact]
    public void Names_that_this_version_does_not_know_are_written_as_the_serializer_does() =>
        ShouldBeAsSerialized(Plain with { Stage = (JobStage)77, Phase = (JobPhase)(-1) });

    [Fact]
    public void A_value_that_is_null_is_written_as_the_serializer_does() => ShouldBeAsSerialized(Plain with
    {
        Task = Plain.Task with
        {
            Inputs = new Dictionary<string, Literal> { ["none"] = null!, ["text"] = new StringLiteral(null!) },
            ConnectionConfigs = new Dictionary<string, string> { ["none"] = null! },
            Template = Plain.Task.Template with { Inputs = new Dictionary<string, LiteralType> { ["none"] = null! } },
        },
    });

    [Theory]
    [InlineData("config")]
    [InlineData("secrets")]
    [InlineData("outputs")]
    [InlineData("inputs")]
    public void A_document_with_a_null_in_a_members_place_is_written_again_without_it(string member)
    {
        var text = Encoding.UTF8.GetString(JobDocument.Write(Plain));
        var empty = member == "secrets" ? "[]" : "{}";
        text.ShouldContain($"\"{member}\":{empty}");

        ShouldBeAsSerialized(JobDocument.Read(text.Replace($"\"{member}\":{empty}", $"\"{member}\":null", StringComparison.Ordinal)));
    }

    [Fact]
    public void Values_in_each_other_beyond_the_limit_are_refused_as_the_serializer_does()
    {
        Literal deep = new IntegerLiteral(1);
        for (var i = 0; i < 80; i++)
        {
            deep = new CollectionLiteral([deep]);
        }

        var record = Plain with { Task = Plain.Task with { Inputs = new Dictionary<string, Literal> { ["deep"] = deep } } };

        Should.Throw<JsonException>(() => Serialized(record));
        Should.Throw<JsonException>(() => JobDocument.Write(record));
    }

    private static void ShouldBeAsSerialized(JobRecord record) =>
        Encoding.UTF8.GetString(JobDocument.Write(record)).ShouldBe(Encoding.UTF8.GetString(Serialized(record)));

    private static byte[] Serialized(JobRecord record) =>
        JsonSerializer.SerializeToUtf8Bytes(new JobDocument(JobDocument.CurrentSchema, record), PluginJson.Options);

    private static IEnumerable<string> MembersOf(Type type) =>
        type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }).Select(property => $"{type.Name}.{property.Name}");

    // With records there is no other way to set a member that is known by its name alone.
    private static JobRecord Replace(JobRecord record, JobRecord from, string member)
    {
        var name = member.Split('.')[1];
        return member.Split('.')[0] switch
        {
            nameof(JobRecord) => Copy(record, from, name),
            nameof(TaskRequest) => record with { Task = Copy(record.Task, from.Task, name) },
            nameof(TaskTemplate) => record with { Task = record.Task with { Template = Copy(record.Task.Template, from.Task.Template, name) } },
            _ => record with { Task = record.Task with { Execution = Copy(record.Task.Execution, from.Task.Execution, name) } },
        };
    }

    private static T Copy<T>(T record, T from, string name)
        where T : class
    {
        var copy = (T)typeof(T).GetMethod("<Clone>$", BindingFlags.Instance | BindingFlags.Public)!.Invoke(record, [])!;
        var property = typeof(T).GetProperty(name)!;
        property.SetValue(copy, property.GetValue(from));
        return copy;
    }
}
