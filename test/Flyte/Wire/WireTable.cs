using Google.Api;
using Google.Protobuf.Reflection;

namespace BackendPlugins.Flyte.Tests.Wire;

/// <summary>Flyte's wire format as lines of text: as the embedded tables state it, and as our generated code has it.</summary>
internal static class WireTable
{
    public static IReadOnlyList<string> Stated(string resource)
    {
        using var stream = typeof(WireTable).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The resource {resource} is not embedded.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];
    }

    /// <summary>Every file of the packages under a root that the service files reach.</summary>
    public static IReadOnlyList<string> Generated(params IEnumerable<FileDescriptor> services)
    {
        var files = new Dictionary<string, FileDescriptor>();
        foreach (var file in services)
        {
            Collect(file, files);
        }

        return
        [
            .. files.Values.SelectMany(file => file.Services).SelectMany(service => service.Methods).Select(Line),
            .. files.Values.SelectMany(file => file.MessageTypes).SelectMany(Lines),
            .. files.Values.SelectMany(file => file.EnumTypes).SelectMany(Lines),
        ];
    }

    private static void Collect(FileDescriptor file, Dictionary<string, FileDescriptor> files)
    {
        if (file.Package.StartsWith("flyteidl", StringComparison.Ordinal) && files.TryAdd(file.Name, file))
        {
            foreach (var dependency in file.Dependencies)
            {
                Collect(dependency, files);
            }
        }
    }

    private static string Line(MethodDescriptor method)
    {
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http);
        var binding = rule?.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => $" GET {rule.Get}",
            HttpRule.PatternOneofCase.Delete => $" DELETE {rule.Delete}",
            HttpRule.PatternOneofCase.Post when rule.Body is "*" => $" POST {rule.Post}",
            null or HttpRule.PatternOneofCase.None => "",
            _ => $" {rule}",
        };
        var asks = (method.IsClientStreaming ? "stream " : "") + method.InputType.FullName;
        var answers = (method.IsServerStreaming ? "stream " : "") + method.OutputType.FullName;
        return $"{method.FullName} {asks} -> {answers}{binding}";
    }

    private static IEnumerable<string> Lines(MessageDescriptor message) =>
        message.GetOptions()?.MapEntry is true
            ? []
            : [
                .. message.Fields.InDeclarationOrder().Select(Line),
                .. message.EnumTypes.SelectMany(Lines),
                .. message.NestedTypes.SelectMany(Lines),
            ];

    private static IEnumerable<string> Lines(EnumDescriptor type) => type.Values.Select(value => $"{type.FullName}.{value.Name} {value.Number}");

    private static string Line(FieldDescriptor field)
    {
        var flags = field.GetOptions()?.Deprecated is true ? " deprecated" : "";
        flags += field.RealContainingOneof is { } oneof ? $" oneof {oneof.Name}" : field.ContainingOneof is null ? "" : " optional";
        var type = field.IsMap
            ? $"map<{TypeName(field.MessageType.FindFieldByNumber(1))},{TypeName(field.MessageType.FindFieldByNumber(2))}>"
            : (field.IsRepeated ? "repeated " : "") + TypeName(field);
        return $"{field.FullName} {field.FieldNumber} {type}{flags}";
    }

    private static string TypeName(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        _ => field.FieldType.ToString().ToLowerInvariant(),
    };
}
