using System.Buffers;
using System.Runtime.InteropServices;

namespace BackendPlugins.Grains.Rest;

/// <summary>
/// Writes bytes as what is new in them against a sample of their kind. Jobs of one task differ in a few ids and instants; what a
/// general compression makes of one such text by itself is five times as long. The form lives in this process only.
/// </summary>
/// <remarks>
/// Texts in turns: a number of new bytes, then a copy from the sample or from what has been written already. The place of a copy
/// is told against the place where the one before it would have gone on, since alike texts run side by side.
/// </remarks>
internal sealed class ByteSample
{
    private const int ShortestCopy = 4;
    private const int IndexBits = 12;

    private readonly byte[] _sample;

    /// <summary>The last place of each group of bytes, counted from 1.</summary>
    private readonly int[] _index = new int[1 << IndexBits];

    /// <param name="sample">Bytes of the kind.</param>
    public ByteSample(ReadOnlySpan<byte> sample)
    {
        _sample = sample.ToArray();
        Note(_index, _sample, 0, _sample.Length);
    }

    /// <summary>Writes bytes as their difference.</summary>
    /// <param name="text">The bytes.</param>
    public byte[] Pack(ReadOnlySpan<byte> text)
    {
        var (start, end) = (_sample.Length, _sample.Length + text.Length);
        var rented = ArrayPool<byte>.Shared.Rent(end);
        var index = ArrayPool<int>.Shared.Rent(_index.Length);
        var packed = new ArrayBufferWriter<byte>(256);
        try
        {
            var all = rented.AsSpan(0, end);
            _sample.CopyTo(all);
            text.CopyTo(all[start..]);
            _index.CopyTo(index, 0);
            Write(packed, (uint)text.Length);
            var (at, written, follows) = (start, start, 0);
            while (at + ShortestCopy <= end)
            {
                var (from, length) = Find(all, index, at, follows + at - written);
                if (length < ShortestCopy)
                {
                    Note(index, all, at, at + 1);
                    at++;
                    continue;
                }

                WriteNew(packed, all[written..at]);
                Write(packed, (uint)length);
                Write(packed, ZigZag(from - (follows + at - written)));
                Note(index, all, at, at + length);
                (at, written, follows) = (at + length, at + length, from + length);
            }

            WriteNew(packed, all[written..]);
            return packed.WrittenSpan.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
            ArrayPool<int>.Shared.Return(index);
        }
    }

    /// <summary>The bytes again.</summary>
    /// <param name="packed">What <see cref="Pack"/> wrote.</param>
    public byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        var text = new byte[Read(ref packed)];
        var (at, follows) = (0, 0);
        while (true)
        {
            var fresh = (int)Read(ref packed);
            packed[..fresh].CopyTo(text.AsSpan(at));
            packed = packed[fresh..];
            at += fresh;
            if (at == text.Length)
            {
                return text;
            }

            var length = (int)Read(ref packed);
            var from = follows + fresh + UnZigZag(Read(ref packed));
            follows = from + length;
            if (follows <= _sample.Length)
            {
                _sample.AsSpan(from, length).CopyTo(text.AsSpan(at));
                at += length;
                continue;
            }

            // It may reach into what it writes itself.
            for (; length > 0; length--, from++)
            {
                text[at++] = from < _sample.Length ? _sample[from] : text[from - _sample.Length];
            }
        }
    }

    private static (int From, int Length) Find(ReadOnlySpan<byte> all, int[] index, int at, int follows)
    {
        var here = all[at..];
        var aside = follows < at ? all[follows..].CommonPrefixLength(here) : 0;
        var met = index[PlaceOf(here)] - 1;
        var other = met >= 0 ? all[met..].CommonPrefixLength(here) : 0;

        // A jump takes two bytes more to tell.
        return other > aside + 2 ? (met, other) : (follows, aside);
    }

    private static void Note(int[] index, ReadOnlySpan<byte> bytes, int from, int to)
    {
        for (var at = from; at < to && at + ShortestCopy <= bytes.Length; at++)
        {
            index[PlaceOf(bytes[at..])] = at + 1;
        }
    }

    private static int PlaceOf(ReadOnlySpan<byte> bytes) => (int)((MemoryMarshal.Read<uint>(bytes) * 2654435761u) >> (32 - IndexBits));

    private static void WriteNew(ArrayBufferWriter<byte> packed, ReadOnlySpan<byte> bytes)
    {
        Write(packed, (uint)bytes.Length);
        packed.Write(bytes);
    }

    private static void Write(ArrayBufferWriter<byte> packed, uint number)
    {
        var bytes = packed.GetSpan(5);
        var count = 0;
        for (; number >= 0x80; number >>= 7)
        {
            bytes[count++] = (byte)(number | 0x80);
        }

        bytes[count++] = (byte)number;
        packed.Advance(count);
    }

    private static uint Read(ref ReadOnlySpan<byte> packed)
    {
        var (number, shift) = (0u, 0);
        while (true)
        {
            var next = packed[0];
            packed = packed[1..];
            number |= (next & 0x7Fu) << shift;
            if (next < 0x80)
            {
                return number;
            }

            shift += 7;
        }
    }

    private static uint ZigZag(int number) => (uint)((number << 1) ^ (number >> 31));

    private static int UnZigZag(uint number) => (int)(number >> 1) ^ -(int)(number & 1);
}
