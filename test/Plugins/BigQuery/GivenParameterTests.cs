using System.Text.Json;
using System.Text.Json.Nodes;
using BackendPlugins.BigQuery.Tests.Kit;

namespace BackendPlugins.BigQuery.Tests;

/// <summary>Parameters that the template gives itself, and their order.</summary>
public sealed class GivenParameterTests
{
    private const string One = """{"parameterType": {"type": "INT64"}, "parameterValue": {"value": "1"}}""";

    [Theory]
    [InlineData($$"""{"queryParameters": [{{One}}]}""", "POSITIONAL", $"[{One}]")]
    [InlineData($$"""{"queryParameters": [{{One}}], "parameterMode": "POSITIONAL"}""", "POSITIONAL", $"[{One}]")]
    [InlineData("""{"queryParameters": [{"name": "a", "parameterType": {"type": "FLOAT64"}, "parameterValue": {"value": 1.5}}]}""", "NAMED", """[{"name": "a", "parameterType": {"type": "FLOAT64"}, "parameterValue": {"value": 1.5}}]""")]
    public async Task Given_parameters_are_sent_as_they_stand(string custom, string mode, string expected)
    {
        using var stage = new PluginStage();
        ShouldBe(await QueryOfAsync(stage, custom), mode, expected);
    }

    [Fact]
    public async Task Input_takes_the_place_of_a_given_parameter_of_its_name()
    {
        using var stage = new PluginStage();
        var query = await QueryOfAsync(stage, """
            {"queryParameters": [
             {"name": "X", "parameterType": {"type": "STRING"}, "parameterValue": {"value": "old"}},
             {"name": "y", "parameterType": {"type": "STRING"}, "parameterValue": {"value": "kept"}}]}
            """, ("x", new IntegerLiteral(7)), ("a", new BooleanLiteral(true)));
        ShouldBe(query, "NAMED", """
            [{"name": "x", "parameterType": {"type": "INT64"}, "parameterValue": {"value": "7"}},
             {"name": "y", "parameterType": {"type": "STRING"}, "parameterValue": {"value": "kept"}},
             {"name": "a", "parameterType": {"type": "BOOL"}, "parameterValue": {"value": "true"}}]
            """);
    }

    public static TheoryData<string, Literal, string> Types => new()
    {
        { """{"type": "DATE"}""", Midnight, """{"value": "2026-03-01"}""" },
        { """{"type": "TIMESTAMP"}""", Midnight, """{"value": "2026-03-01 00:00:00.000000+00:00"}""" },
        { """{"type": "DATETIME"}""", Midnight, """{"value": "2026-03-01T00:00:00.000000"}""" },
        { """{"type": "NUMERIC"}""", new FloatLiteral(0.1), """{"value": "0.1"}""" },
        { """{"type": "NUMERIC"}""", new StringLiteral("0.12345678901234567890"), """{"value": "0.12345678901234567890"}""" },
        { """{"type": "BIGNUMERIC"}""", new IntegerLiteral(7), """{"value": "7"}""" },
        { """{"type": "GEOGRAPHY"}""", new StringLiteral("POINT(1 2)"), """{"value": "POINT(1 2)"}""" },
        { """{"type": "TIME"}""", new StringLiteral("12:30:00"), """{"value": "12:30:00"}""" },
        { """{"type": "JSON"}""", new CollectionLiteral([new CollectionLiteral([new IntegerLiteral(1)])]), """{"value": "[[1]]"}""" },
        { """{"type": "FLOAT"}""", new IntegerLiteral(7), """{"value": "7"}""" },
        { """{"type": "ARRAY", "arrayType": {"type": "DATE"}}""", new CollectionLiteral([Midnight]), """{"arrayValues": [{"value": "2026-03-01"}]}""" },
        { """{"type": "STRUCT", "structTypes": [{"name": "b", "type": {"type": "INTEGER"}}, {"name": "a", "type": {"type": "BOOLEAN"}}]}""", new GenericLiteral(JsonElement.Parse("""{"a": true, "b": 1}""")), """{"structValues": {"b": {"value": "1"}, "a": {"value": "true"}}}""" },
    };

    private static Literal Midnight => new DatetimeLiteral(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [MemberData(nameof(Types), DisableDiscoveryEnumeration = true)]
    public async Task Given_parameter_without_value_declares_the_type_of_the_input(string type, Literal value, string expected)
    {
        using var stage = new PluginStage();
        var query = await QueryOfAsync(stage, $$$"""{"queryParameters": [{"name": "x", "parameterType": {{{type}}}, "parameterValue": {"value": null}}]}""", ("x", value));
        JsonNode.DeepEquals(query["queryParameters"]![0]!["parameterValue"], JsonNode.Parse(expected)).ShouldBeTrue(query.ToJsonString());
    }

    [Theory]
    [InlineData("""{"parameterMode": "POSITIONAL", "parameterOrder": ["b", "a"]}""")]
    [InlineData("""{"parameterOrder": ["b", "a"]}""")]
    [InlineData("""{"parameterMode": "positional", "queryParameters": [{"name": "b", "parameterType": {"type": "INT64"}}, {"name": "a", "parameterType": {"type": "INT64"}}]}""")]
    [InlineData("""{"parameterMode": "POSITIONAL", "queryParameters": [{"name": "b", "parameterType": {"type": "INT64"}}], "parameterOrder": ["a"]}""")]
    public async Task Positional_parameters_stand_in_the_order_that_the_template_gives(string custom)
    {
        using var stage = new PluginStage();
        var query = await QueryOfAsync(stage, custom, ("a", new IntegerLiteral(1)), ("b", new IntegerLiteral(2)));
        ShouldBe(query, "POSITIONAL", """
            [{"parameterType": {"type": "INT64"}, "parameterValue": {"value": "2"}},
             {"parameterType": {"type": "INT64"}, "parameterValue": {"value": "1"}}]
            """);
        query["parameterOrder"].ShouldBeNull();
    }

    [Fact]
    public async Task Single_positional_input_needs_no_order()
    {
        using var stage = new PluginStage();
        ShouldBe(await QueryOfAsync(stage, """{"parameterMode": "POSITIONAL"}""", ("a", new IntegerLiteral(1))), "POSITIONAL", $"[{One}]");
    }

    [Theory]
    [InlineData("""{"parameterMode": "POSITIONAL"}""", "template.custom[\"parameterOrder\"] must list the inputs in the order of the statement's question marks; without a place: a, b. Or name them in template.custom[\"queryParameters\"], or use @name in the statement and parameterMode \"NAMED\"")]
    [InlineData("""{"parameterOrder": ["a"]}""", "without a place: b.")]
    [InlineData("""{"parameterOrder": ["a", "a", "b"]}""", "template.custom[\"parameterOrder\"] must name each input once; a is no input, or stands there twice")]
    [InlineData("""{"parameterOrder": ["c"]}""", "c is no input, or stands there twice")]
    [InlineData("""{"parameterOrder": [1]}""", "it holds something that is no name")]
    [InlineData("""{"parameterMode": "SOMETIMES"}""", "template.custom[\"parameterMode\"] must be \"NAMED\" or \"POSITIONAL\"; got \"SOMETIMES\"")]
    [InlineData($$"""{"parameterMode": "NAMED", "queryParameters": [{{One}}]}""", "template.custom[\"parameterMode\"] is \"NAMED\", and a parameter in template.custom[\"queryParameters\"] has no name")]
    [InlineData("""{"queryParameters": [1]}""", "template.custom[\"queryParameters\"][0] must be an object with parameterType and parameterValue")]
    [InlineData("""{"queryParameters": [{"name": "a"}]}""", "template.custom[\"queryParameters\"][0][\"parameterType\"] must be a type that an input can have, such as {\"type\": \"DATE\"}, for the input a")]
    [InlineData("""{"queryParameters": [{"name": "a", "parameterType": {"type": "INT64"}}, {"name": "A", "parameterType": {"type": "INT64"}}]}""", "template.custom[\"queryParameters\"][1] names A a second time")]
    [InlineData("""{"queryParameters": [{"name": "a", "parameterType": {"type": "DATE"}}]}""", "inputs[\"a\"] is declared date but carries an integer; pass a date, at midnight UTC")]
    public void Order_or_type_that_cannot_be_is_refused_with_the_fix(string custom, string expected)
    {
        using var stage = new PluginStage();
        Should.Throw<TaskRefusedException>(() => stage.Plan(Task(custom, ("a", new IntegerLiteral(1)), ("b", new IntegerLiteral(2))))).Message.ShouldContain(expected);
    }

    private static async Task<JsonNode> QueryOfAsync(PluginStage stage, string custom, params (string Name, Literal Value)[] inputs) =>
        (await stage.BodyOfAsync(Task(custom, inputs))).Query;

    private static TaskRequest Task(string custom, params (string Name, Literal Value)[] inputs)
    {
        var settings = JsonNode.Parse(custom)!.AsObject();
        settings["ProjectID"] = "acme";
        return Samples.Task(custom: settings.ToJsonString(), inputs: inputs.ToDictionary(input => input.Name, input => input.Value));
    }

    private static void ShouldBe(JsonNode query, string mode, string expected)
    {
        query["parameterMode"]!.GetValue<string>().ShouldBe(mode);
        JsonNode.DeepEquals(query["queryParameters"], JsonNode.Parse(expected)).ShouldBeTrue(query.ToJsonString());
    }
}
