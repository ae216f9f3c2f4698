using System.Buffers.Binary;
using System.Text;

namespace BackendPlugins.BigQuery;

/// <summary>Reads a single MessagePack scalar (https://github.com/msgpack/msgpack/blob/master/spec.md).</summary>
internal static class MsgpackScalar
{
    /// <summary>The value; null where the bytes are no nil, boolean, integer, float or text, or more than one value.</summary>
    public static Literal? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        var body = bytes[1..];
        return (bytes[0], body.Length) switch
        {
            (<= 0x7f, 0) => new IntegerLiteral(bytes[0]),
            (>= 0xe0, 0) => new IntegerLiteral((sbyte)bytes[0]),
            (0xc0, 0) => new NoneLiteral(),
            (0xc2, 0) => new BooleanLiteral(false),
            (0xc3, 0) => new BooleanLiteral(true),
            (0xcc, 1) => new IntegerLiteral(body[0]),
            (0xcd, 2) => new IntegerLiteral(BinaryPrimitives.ReadUInt16BigEndian(body)),
            (0xce, 4) => new IntegerLiteral(BinaryPrimitives.ReadUInt32BigEndian(body)),
            (0xcf, 8) when BinaryPrimitives.ReadUInt64BigEndian(body) is <= long.MaxValue and var value => new IntegerLiteral((long)value),
            (0xd0, 1) => new IntegerLiteral((sbyte)body[0]),
            (0xd1, 2) => new IntegerLiteral(BinaryPrimitives.ReadInt16BigEndian(body)),
            (0xd2, 4) => new IntegerLiteral(BinaryPrimitives.ReadInt32BigEndian(body)),
            (0xd3, 8) => new IntegerLiteral(BinaryPrimitives.ReadInt64BigEndian(body)),
            (0xca, 4) => new FloatLiteral(BinaryPrimitives.ReadSingleBigEndian(body)),
            (0xcb, 8) => new FloatLiteral(BinaryPrimitives.ReadDoubleBigEndian(body)),
            (>= 0xa0 and <= 0xbf, _) => Text(body, bytes[0] & 0x1f),
            (0xd9, >= 1) => Text(body[1..], body[0]),
            (0xda, >= 2) => Text(body[2..], BinaryPrimitives.ReadUInt16BigEndian(body)),
            (0xdb, >= 4) => Text(body[4..], BinaryPrimitives.ReadUInt32BigEndian(body)),
            _ => null,
        };
    }

    private static StringLiteral? Text(ReadOnlySpan<byte> bytes, long length) =>
        bytes.Length == length ? new StringLiteral(Encoding.UTF8.GetString(bytes)) : null;
}
