using System.Text.Json;
using BackendPlugins.Grains.Identity;

namespace BackendPlugins.Grains.Tests;

public sealed class RequestFingerprintTests
{
    private static readonly TaskRequest Request = Tasks.Request();

    /// <summary>What an honest repeat may bring differently.</summary>
    public static TheoryData<string> Alike => [.. Repeats.Keys];

    /// <summary>What makes it another request.</summary>
    public static TheoryData<string> Different => [.. Changes.Keys];

    private static Dictionary<string, Func<TaskRequest, TaskRequest>> Repeats { get; } = new()
    {
        ["nothing"] = task => task with { },
        ["order of inputs"] = task => task with { Inputs = task.Inputs.Reverse().ToDictionary() },
        ["order of custom"] = task => InTemplate(task, t => t with { Custom = Evidence.Json("""{"ProjectID":"p", "Location":"EU"}""") }),
        ["labels"] = task => task with { Execution = task.Execution with { Labels = new Dictionary<string, string> { ["team"] = "x" } } },
        ["annotations"] = task => task with { Execution = task.Execution with { Annotations = new Dictionary<string, string> { ["a"] = "x" } } },
        ["environment"] = task => task with
        {
            Execution = task.Execution with { EnvironmentVariables = new Dictionary<string, string> { ["A"] = "x" } },
        },
        ["service account"] = task => task with { Execution = task.Execution with { ServiceAccount = "sa" } },
        ["output prefix"] = task => task with { OutputPrefix = "s3://elsewhere" },
        ["secrets"] = task => InTemplate(task, t => t with { Secrets = [new SecretReference("g", "k")] }),
    };

    private static Dictionary<string, Func<TaskRequest, TaskRequest>> Changes { get; } = new()
    {
        ["statement"] = task => InTemplate(task, t => t with { Sql = new SqlStatement("select 2") }),
        ["dialect"] = task => InTemplate(task, t => t with { Sql = t.Sql! with { Dialect = "ANSI" } }),
        ["custom"] = task => InTemplate(task, t => t with { Custom = Evidence.Json("""{"Location":"US","ProjectID":"p"}""") }),
        ["no custom"] = task => InTemplate(task, t => t with { Custom = null }),
        ["config"] = task => InTemplate(task, t => t with { Config = new Dictionary<string, string> { ["a"] = "b" } }),
        ["task version"] = task => InTemplate(task, t => t with { Id = t.Id with { Version = "v2" } }),
        ["declared outputs"] = task => InTemplate(
            task, t => t with { Outputs = new Dictionary<string, LiteralType> { ["o0"] = new SimpleLiteralType(SimpleType.Integer) } }),
        ["category version"] = task => task with { Category = task.Category with { Version = 1 } },
        ["input value"] = task => task with { Inputs = new Dictionary<string, Literal>(task.Inputs) { ["b"] = new StringLiteral("y") } },
        ["input type"] = task => task with { Inputs = new Dictionary<string, Literal>(task.Inputs) { ["a"] = new FloatLiteral(1) } },
        ["input name"] = task => task with { Inputs = task.Inputs.ToDictionary(p => p.Key == "a" ? "c" : p.Key, p => p.Value) },
        ["further input"] = task => task with { Inputs = new Dictionary<string, Literal>(task.Inputs) { ["c"] = new NoneLiteral() } },
        ["connection settings"] = task => task with { ConnectionConfigs = new Dictionary<string, string> { ["account"] = "x" } },
    };

    [Theory]
    [MemberData(nameof(Alike))]
    public void An_honest_repeat_has_the_same_fingerprint(string difference) =>
        RequestFingerprint.Of(Repeats[difference](Request)).ShouldBe(RequestFingerprint.Of(Request));

    [Theory]
    [MemberData(nameof(Different))]
    public void Another_request_has_another_fingerprint(string difference) =>
        RequestFingerprint.Of(Changes[difference](Request)).ShouldNotBe(RequestFingerprint.Of(Request));

    [Fact]
    public void All_different_requests_differ_from_each_other() =>
        Changes.Values.Select(change => RequestFingerprint.Of(change(Request))).Distinct().Count().ShouldBe(Changes.Count);

    [Fact]
    public void The_order_of_a_lists_items_counts()
    {
        var ascending = new CollectionLiteral([new IntegerLiteral(1), new IntegerLiteral(2)]);
        var descending = new CollectionLiteral([new IntegerLiteral(2), new IntegerLiteral(1)]);

        Of(ascending).ShouldNotBe(Of(descending));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_that_JSON_lacks_have_a_fingerprint(double value) => Of(new FloatLiteral(value)).ShouldNotBe(Of(new FloatLiteral(0)));

    [Theory]
    [MemberData(nameof(Alike))]
    [MemberData(nameof(Different))]
    public void A_stored_task_has_the_fingerprint_of_its_request(string difference)
    {
        var request = (Repeats.GetValueOrDefault(difference) ?? Changes[difference])(Request);

        RequestFingerprint.Of(Stored(request)).ShouldBe(RequestFingerprint.Of(request));
    }

    [Fact]
    public void A_stored_task_of_unusual_values_has_the_fingerprint_of_its_request() =>
        RequestFingerprint.Of(Stored(Unusual)).ShouldBe(RequestFingerprint.Of(Unusual));

    [Fact]
    public void A_request_has_the_fingerprint_that_earlier_versions_have_stored() =>
        RequestFingerprint.Of(Unusual).ShouldBe("17ea6fdf9a1d0b872eee3de6e6cc06cf0fd685a8a70024437ea6a6a619949c48");

    [Fact]
    public void It_is_64_hexadecimal_digits() => RequestFingerprint.Of(Request).ShouldMatch("^[0-9a-f]{64}$");

    private static TaskRequest Unusual => Request with
    {
        Inputs = new Dictionary<string, Literal>
        {
            ["é\"<&"] = new FloatLiteral(double.NaN),
            ["z"] = new FloatLiteral(0.1),
            ["y"] = new StringLiteral("\u0000 ü 😀 </script>"),
            ["big"] = new GenericLiteral(Evidence.Json("""{"b":1e400,"a":[1.0,2,{"d":null,"c":"\u00e9"}]}""")),
        },
    };

    private static TaskRequest Stored(TaskRequest request) =>
        JsonSerializer.Deserialize<TaskRequest>(JsonSerializer.SerializeToUtf8Bytes(request, PluginJson.Options), PluginJson.Options)!;

    private static string Of(Literal literal) =>
        RequestFingerprint.Of(Request with { Inputs = new Dictionary<string, Literal> { ["x"] = literal } });

    private static TaskRequest InTemplate(TaskRequest task, Func<TaskTemplate, TaskTemplate> change) =>
        task with { Template = change(task.Template) };
}
