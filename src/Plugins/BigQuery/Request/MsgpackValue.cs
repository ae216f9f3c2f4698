using System.Globalization;
using MessagePack;

namespace BackendPlugins.BigQuery;

/// <summary>Reads a MessagePack value, the form in which Flyte passes dataclasses and their attributes.</summary>
internal static class MsgpackValue
{
    private const int DeepestNesting = 64;

    /// <summary>The value; null where the bytes are not exactly one value that a literal can hold.</summary>
    public static Literal? Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        try
        {
            var value = Read(ref reader, 0);
            return reader.End ? value : null;
        }
        catch (Exception exception) when (exception is MessagePackSerializationException or EndOfStreamException or OverflowException)
        {
            // Cut short or no MessagePack: there is no value.
            return null;
        }
    }

    private static Literal? Read(ref MessagePackReader reader, int depth)
    {
        if (depth > DeepestNesting)
        {
            return null;
        }

        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Nil:
                reader.ReadNil();
                return new NoneLiteral();
            case MessagePackType.Boolean:
                return new BooleanLiteral(reader.ReadBoolean());
            case MessagePackType.Integer:
                return new IntegerLiteral(reader.ReadInt64());
            case MessagePackType.Float:
                return new FloatLiteral(reader.ReadDouble());
            case MessagePackType.String:
                return new StringLiteral(reader.ReadString()!);
            case MessagePackType.Binary:
                return new BinaryLiteral(System.Buffers.BuffersExtensions.ToArray(reader.ReadBytes()!.Value), "");
            case MessagePackType.Extension:
                return new DatetimeLiteral(new DateTimeOffset(DateTime.SpecifyKind(reader.ReadDateTime(), DateTimeKind.Utc)));
            case MessagePackType.Array:
                return ReadList(ref reader, depth);
            case MessagePackType.Map:
                return ReadMap(ref reader, depth);
            default:
                return null;
        }
    }

    private static CollectionLiteral? ReadList(ref MessagePackReader reader, int depth)
    {
        var items = new List<Literal>();
        for (var left = reader.ReadArrayHeader(); left > 0; left--)
        {
            if (Read(ref reader, depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return new CollectionLiteral(items);
    }

    private static MapLiteral? ReadMap(ref MessagePackReader reader, int depth)
    {
        var items = new Dictionary<string, Literal>();
        for (var left = reader.ReadMapHeader(); left > 0; left--)
        {
            if (KeyOf(Read(ref reader, depth + 1)) is not { } key || Read(ref reader, depth + 1) is not { } item || !items.TryAdd(key, item))
            {
                return null;
            }
        }

        return new MapLiteral(items);
    }

    // Python's dictionaries may have number keys; JSON's have texts.
    private static string? KeyOf(Literal? key) => key switch
    {
        StringLiteral text => text.Value,
        IntegerLiteral number => number.Value.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
