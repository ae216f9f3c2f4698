using System.Text.Json;
using Google.Protobuf.WellKnownTypes;

namespace BackendPlugins.Flyte.Tests;

/// <summary>Values built in memory, where no parser stops them: each kind of nesting has an end, and what is accepted can be stored.</summary>
public sealed class NestingTests
{
    public static TheoryData<string> Ways => ["list", "map", "union", "struct", "listed struct", "type of union", "dataset column", "dataclass", "metadata", "pod"];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_thousand_levels_are_refused_and_the_deepest_that_passes_can_be_stored(string way)
    {
        Should.Throw<WireFormatException>(() => Read(way, 1000)).Problem.ShouldStartWith("is nested too deeply");
        Should.Throw<WireFormatException>(() => Read(way, 100_000)).Problem.ShouldStartWith("is nested too deeply");

        var deepest = Enumerable.Range(1, 1000).TakeWhile(levels => Passes(way, levels)).Last();
        deepest.ShouldBeGreaterThanOrEqualTo(15);
        var stored = new { State = new { Request = Read(way, deepest) } };
        JsonSerializer.Serialize(stored, PluginJson.Options).ShouldNotBeEmpty();
    }

    private static bool Passes(string way, int levels)
    {
        try
        {
            return Read(way, levels) is not null;
        }
        catch (WireFormatException)
        {
            return false;
        }
    }

    private static TaskRequest Read(string way, int levels)
    {
        var wire = new V2.Connector.CreateTaskRequest { Template = new V2.Core.TaskTemplate { Type = "sql" } };
        switch (way)
        {
            case "pod":
                wire.Template.K8SPod = new V2.Core.K8sPod { PodSpec = Struct(levels, listed: false) };
                break;
            case "list" or "map" or "union" or "struct" or "listed struct":
                wire.Inputs = new V2.Task.Inputs { Literals = { new V2.Task.NamedLiteral { Name = "x", Value = LiteralOf(way, levels) } } };
                break;
            default:
                wire.Template.Interface = new V2.Core.TypedInterface
                {
                    Outputs = new V2.Core.VariableMap
                    {
                        Variables = { new V2.Core.VariableEntry { Key = "x", Value = new V2.Core.Variable { Type = TypeOf(way, levels) } } },
                    },
                };
                break;
        }

        return V2.TaskRequests.FromWire(wire);
    }

    private static V2.Core.Literal LiteralOf(string way, int levels)
    {
        var literal = new V2.Core.Literal();
        if (way is "struct" or "listed struct")
        {
            literal.Scalar = new V2.Core.Scalar { Generic = Struct(levels, way is "listed struct") };
            return literal;
        }

        for (var level = 0; level < levels; level++)
        {
            var inner = literal;
            literal = way switch
            {
                "list" => new V2.Core.Literal { Collection = new V2.Core.LiteralCollection { Literals = { inner } } },
                "map" => new V2.Core.Literal { Map = new V2.Core.LiteralMap { Literals = { ["k"] = inner } } },
                _ => new V2.Core.Literal
                {
                    Scalar = new V2.Core.Scalar { Union = new V2.Core.Union { Value = inner, Type = new V2.Core.LiteralType { Simple = V2.Core.SimpleType.Integer } } },
                },
            };
        }

        return literal;
    }

    private static V2.Core.LiteralType TypeOf(string way, int levels)
    {
        var type = new V2.Core.LiteralType();
        if (way is "metadata")
        {
            type.Metadata = Struct(levels, listed: false);
            return type;
        }

        for (var level = 0; level < levels; level++)
        {
            var inner = type;
            type = way switch
            {
                "dataset column" => new V2.Core.LiteralType
                {
                    StructuredDatasetType = new V2.Core.StructuredDatasetType
                    {
                        Columns = { new V2.Core.StructuredDatasetType.Types.DatasetColumn { Name = "c", LiteralType = inner } },
                    },
                },
                "dataclass" => new V2.Core.LiteralType { Structure = new V2.Core.TypeStructure { DataclassType = { ["a"] = inner } } },
                _ => new V2.Core.LiteralType { UnionType = new V2.Core.UnionType { Variants = { inner } } },
            };
        }

        return type;
    }

    private static Struct Struct(int levels, bool listed)
    {
        var value = Value.ForNumber(1);
        for (var level = 0; level < levels; level++)
        {
            value = listed ? Value.ForList(value) : Value.ForStruct(new Struct { Fields = { ["a"] = value } });
        }

        return new Struct { Fields = { ["top"] = value } };
    }
}
