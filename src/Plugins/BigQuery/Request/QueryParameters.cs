using System.Text.Json.Nodes;

namespace BackendPlugins.BigQuery;

/// <summary>
/// The query parameters of a task: those that the template gives as <c>queryParameters</c>, with the inputs of their names
/// in their places, then the other inputs. A given parameter without a value declares the type of the input of its name.
/// </summary>
internal sealed class QueryParameters
{
    private const string Positional = "POSITIONAL";
    private const string Named = "NAMED";

    private readonly TaskRequest _task;
    private readonly ParameterTypes _types;
    private readonly IReadOnlyList<JsonObject> _given;
    private readonly HashSet<string> _left;

    private QueryParameters(TaskRequest task, DatetimeParameterType datetimes, IReadOnlyList<JsonObject> given)
    {
        _task = task;
        _types = new ParameterTypes(datetimes);
        _given = given;
        _left = [.. task.Inputs.Keys];
    }

    /// <summary>Adds parameters and their mode to <c>configuration.query</c>.</summary>
    /// <param name="query">The query; may have parameters and a mode from the template.</param>
    /// <param name="order">Names of inputs in the order of the statement's question marks; null where the template gives none.</param>
    /// <param name="task">The task.</param>
    /// <param name="datetimes">What a datetime input becomes.</param>
    /// <exception cref="TaskRefusedException">An input has no parameter, or no place where places count.</exception>
    public static void AddTo(JsonObject query, JsonArray? order, TaskRequest task, DatetimeParameterType datetimes)
    {
        var given = ReadGiven(query[CustomSetting.QueryParameters]);
        if (task.Inputs.Count == 0 && given.Count == 0)
        {
            return;
        }

        var mode = ModeOf(query, order, given);
        var parameters = new QueryParameters(task, datetimes, given);
        query[CustomSetting.ParameterMode] = mode;
        query[CustomSetting.QueryParameters] = mode == Positional ? parameters.InOrder(order) : parameters.ByName();
    }

    private static IReadOnlyList<JsonObject> ReadGiven(JsonNode? list) => list is JsonArray items
        ? [.. items.Select((item, i) => item as JsonObject ?? throw new TaskRefusedException(FieldOf(i), "must be an object with parameterType and parameterValue"))]
        : [];

    private static string ModeOf(JsonObject query, JsonArray? order, IReadOnlyList<JsonObject> given)
    {
        var field = CustomSettings.FieldOf(CustomSetting.ParameterMode);
        var unnamed = given.Any(parameter => NameOf(parameter) is null);
        switch (query[CustomSetting.ParameterMode]?.GetValue<string>().ToUpperInvariant())
        {
            case Positional:
                return Positional;
            case Named when unnamed:
                throw new TaskRefusedException(field, $"is \"{Named}\", and a parameter in {CustomSettings.FieldOf(CustomSetting.QueryParameters)} has no name; name it, or use \"{Positional}\"");
            case Named:
                return Named;
            case null:
                return unnamed || order is not null ? Positional : Named;
            case var other:
                throw new TaskRefusedException(field, $"must be \"{Named}\" or \"{Positional}\"; got \"{other}\"");
        }
    }

    private JsonArray ByName()
    {
        var parameters = new JsonArray();
        for (var i = 0; i < _given.Count; i++)
        {
            parameters.Add((JsonNode)Fill(_given[i], i));
        }

        string[] names = [.. _left];
        Array.Sort(names, StringComparer.Ordinal);
        foreach (var name in names)
        {
            parameters.Add((JsonNode)Of(name, type: null));
        }

        return parameters;
    }

    private JsonArray InOrder(JsonArray? order)
    {
        var parameters = _given.Select((parameter, i) => Fill(parameter, i)).ToList();
        foreach (var item in order ?? [])
        {
            var name = item is JsonValue word && word.TryGetValue<string>(out var text) ? text : "";
            if (!_left.Contains(name))
            {
                throw new TaskRefusedException(
                    CustomSettings.FieldOf(CustomSetting.ParameterOrder), $"must name each input once; {(name.Length == 0 ? "it holds something that is no name" : $"{name} is no input, or stands there twice")}");
            }

            parameters.Add(Of(name, type: null));
            _left.Remove(name);
        }

        if (_left.Count == 1 && parameters.Count == 0)
        {
            parameters.Add(Of(_left.Single(), type: null));
        }
        else if (_left.Count > 0)
        {
            // The wire keeps inputs as a map, so the order of their declaration is lost.
            throw new TaskRefusedException(
                CustomSettings.FieldOf(CustomSetting.ParameterOrder),
                $"must list the inputs in the order of the statement's question marks; without a place: {string.Join(", ", _left.Order(StringComparer.Ordinal))}. "
                + $"Or name them in {CustomSettings.FieldOf(CustomSetting.QueryParameters)}, or use @name in the statement and parameterMode \"{Named}\"");
        }

        foreach (var parameter in parameters)
        {
            // BigQuery takes a named parameter for no positional one.
            parameter.Remove("name");
        }

        return [.. parameters];
    }

    /// <summary>A given parameter, with the value of the input of its name.</summary>
    private JsonObject Fill(JsonObject given, int index)
    {
        var name = NameOf(given);
        // Parameter names mind no case in BigQuery.
        var input = name is null ? null : _task.Inputs.Keys.FirstOrDefault(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (input is null)
        {
            return (JsonObject)given.DeepClone();
        }

        if (!_left.Remove(input))
        {
            throw new TaskRefusedException(FieldOf(index), $"names {name} a second time");
        }

        if (HasValue(given))
        {
            return Of(input, type: null);
        }

        var type = ParameterType.Read(given["parameterType"])
            ?? throw new TaskRefusedException($"{FieldOf(index)}[\"parameterType\"]", $"must be a type that an input can have, such as {{\"type\": \"DATE\"}}, for the input {input}");
        return Of(input, type);
    }

    private JsonObject Of(string name, ParameterType? type)
    {
        var field = $"inputs[\"{name}\"]";
        var value = PlainValue.Of(field, _task.Inputs[name]);
        type ??= _types.Of(field, _task.Template.Inputs.GetValueOrDefault(name), value);
        return new JsonObject { ["name"] = name, ["parameterType"] = type.ToJson(), ["parameterValue"] = ParameterValues.Of(field, type, value) };
    }

    private static bool HasValue(JsonObject parameter) =>
        parameter["parameterValue"] is JsonObject value && value.Any(item => item.Value is not null);

    private static string? NameOf(JsonObject parameter) =>
        parameter["name"] is JsonValue name && name.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static string FieldOf(int index) => $"{CustomSettings.FieldOf(CustomSetting.QueryParameters)}[{index}]";
}
