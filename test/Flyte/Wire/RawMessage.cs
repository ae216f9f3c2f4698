using System.Buffers.Binary;
using System.Text;

namespace BackendPlugins.Flyte.Tests.Wire;

/// <summary>Protobuf written by hand: field numbers stand in the test, not in generated code.</summary>
internal sealed class RawMessage
{
    private readonly List<byte> _bytes = [];

    public RawMessage Number(int field, ulong value)
    {
        Varint((ulong)field << 3);
        Varint(value);
        return this;
    }

    public RawMessage Double(int field, double value)
    {
        Varint(((ulong)field << 3) | 1);
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        _bytes.AddRange(bytes);
        return this;
    }

    public RawMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public RawMessage Message(int field, RawMessage value) => Bytes(field, value.ToArray());

    public RawMessage Bytes(int field, byte[] value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    /// <summary>An entry of a map with text keys, which is a message with the key in field 1 and the value in field 2.</summary>
    public RawMessage Entry(int field, string key, RawMessage value) => Message(field, new RawMessage().Text(1, key).Message(2, value));

    public byte[] ToArray() => [.. _bytes];

    private void Varint(ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            _bytes.Add((byte)(value | 128));
        }

        _bytes.Add((byte)value);
    }
}
