using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace BackendPlugins.Grains.Identity;

/// <summary>
/// Writes JSON that has no white space once more, its names in order at every depth. Names and values are copied as they stand, so
/// that two texts come out equal only where one writer has written both.
/// </summary>
/// <param name="target">As long as the text, or longer.</param>
internal ref struct SortedJson(Span<byte> target)
{
    private static readonly Comparison<(JsonProperty Property, int Order)> ByName = (one, other) =>
        Compare(one.Property, other.Property) is not 0 and var order ? order : one.Order - other.Order;

    private readonly Span<byte> _target = target;
    private int _end;

    /// <summary>Writes a value.</summary>
    /// <returns>The length of all that is written.</returns>
    public int Write(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(element);
                break;
            case JsonValueKind.Array:
                var before = (byte)'[';
                foreach (var item in element.EnumerateArray())
                {
                    Put(before);
                    Write(item);
                    before = (byte)',';
                }

                End(before, (byte)'[', (byte)']');
                break;
            default:
                Put(JsonMarshal.GetRawUtf8Value(element));
                break;
        }

        return _end;
    }

    // Of two with one name the first stays the first.
    private void WriteObject(JsonElement element)
    {
        var count = element.GetPropertyCount();
        var properties = ArrayPool<(JsonProperty Property, int Order)>.Shared.Rent(count);
        var end = 0;
        foreach (var property in element.EnumerateObject())
        {
            properties[end] = (property, end);
            end++;
        }

        properties.AsSpan(0, end).Sort(ByName);
        var before = (byte)'{';
        for (var i = 0; i < end; i++)
        {
            Put(before);
            Put((byte)'"');
            Put(JsonMarshal.GetRawUtf8PropertyName(properties[i].Property));
            Put((byte)'"');
            Put((byte)':');
            Write(properties[i].Property.Value);
            before = (byte)',';
        }

        End(before, (byte)'{', (byte)'}');
        ArrayPool<(JsonProperty, int)>.Shared.Return(properties, clearArray: true);
    }

    /// <summary>By UTF-16 units. Each name as a text of its own would be more garbage than all the rest; plain ones need none.</summary>
    private static int Compare(JsonProperty one, JsonProperty other)
    {
        var left = JsonMarshal.GetRawUtf8PropertyName(one);
        var right = JsonMarshal.GetRawUtf8PropertyName(other);
        return IsPlain(left) && IsPlain(right) ? left.SequenceCompareTo(right) : string.CompareOrdinal(one.Name, other.Name);
    }

    private static bool IsPlain(ReadOnlySpan<byte> name) => Ascii.IsValid(name) && !name.Contains((byte)'\\');

    private void End(byte before, byte open, byte close)
    {
        if (before == open)
        {
            Put(open);
        }

        Put(close);
    }

    private void Put(byte sign) => _target[_end++] = sign;

    private void Put(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_target[_end..]);
        _end += text.Length;
    }
}
