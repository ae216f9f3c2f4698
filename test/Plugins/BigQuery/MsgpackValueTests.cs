using System.Text;

namespace BackendPlugins.BigQuery.Tests;

public sealed class MsgpackValueTests
{
    [Theory]
    [InlineData(new byte[] { 0x7f }, 127L)]
    [InlineData(new byte[] { 0xff }, -1L)]
    [InlineData(new byte[] { 0xe0 }, -32L)]
    [InlineData(new byte[] { 0xcc, 0xff }, 255L)]
    [InlineData(new byte[] { 0xce, 0xff, 0xff, 0xff, 0xff }, 4294967295L)]
    [InlineData(new byte[] { 0xcf, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, long.MaxValue)]
    [InlineData(new byte[] { 0xd0, 0x80 }, -128L)]
    [InlineData(new byte[] { 0xd1, 0x80, 0x00 }, -32768L)]
    [InlineData(new byte[] { 0xd2, 0x80, 0x00, 0x00, 0x00 }, -2147483648L)]
    [InlineData(new byte[] { 0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0 }, long.MinValue)]
    public void Integers_of_all_widths_are_read(byte[] bytes, long expected) =>
        Decode(bytes).ShouldBe(new IntegerLiteral(expected));

    [Fact]
    public void Texts_of_all_widths_are_read()
    {
        var text = new string('ä', 40_000);
        var utf8 = Encoding.UTF8.GetBytes(text);
        Decode([0xdb, 0, 0x01, 0x38, 0x80, .. utf8]).ShouldBe(new StringLiteral(text));
        Decode([0xda, 0x00, 0x02, .. "ab"u8]).ShouldBe(new StringLiteral("ab"));
        Decode([0xd9, 0x02, .. "ab"u8]).ShouldBe(new StringLiteral("ab"));
        Decode([0xca, 0x3f, 0x00, 0x00, 0x00]).ShouldBe(new FloatLiteral(0.5));
        Decode([0xc2]).ShouldBe(new BooleanLiteral(false));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xcd, 0x01 })]
    [InlineData(new byte[] { 0x01, 0x02 })]
    [InlineData(new byte[] { 0xa2, 0x61 })]
    [InlineData(new byte[] { 0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0xc1 })]
    [InlineData(new byte[] { 0x92, 0x01 })]
    [InlineData(new byte[] { 0x81, 0xc3, 0x01 })]
    [InlineData(new byte[] { 0x82, 0xa1, 0x61, 0x01, 0xa1, 0x61, 0x02 })]
    [InlineData(new byte[] { 0xd4, 0x05, 0x00 })]
    [InlineData(new byte[] { 0xdd, 0xff, 0xff, 0xff, 0xff })]
    public void Bytes_that_are_no_single_value_are_none(byte[] bytes) => Decode(bytes).ShouldBeNull();

    [Fact]
    public void Lists_and_maps_are_read_with_all_that_is_in_them()
    {
        // {"a": [1, nil, b"\xff"], 7: 2026-03-01T12:00:00Z}
        byte[] bytes = [0x82, 0xa1, (byte)'a', 0x93, 0x01, 0xc0, 0xc4, 0x01, 0xff, 0x07, 0xd6, 0xff, 0x69, 0xa4, 0x2b, 0xc0];
        var map = Decode(bytes).ShouldBeOfType<MapLiteral>();
        var list = map.Items["a"].ShouldBeOfType<CollectionLiteral>().Items;
        list[0].ShouldBe(new IntegerLiteral(1));
        list[1].ShouldBe(new NoneLiteral());
        list[2].ShouldBeOfType<BinaryLiteral>().Value.ToArray().ShouldBe([0xff]);
        map.Items["7"].ShouldBe(new DatetimeLiteral(DateTimeOffset.FromUnixTimeSeconds(0x69a42bc0)));
    }

    [Fact]
    public void Nesting_without_end_is_none() => Decode([.. Enumerable.Repeat((byte)0x91, 5_000), 0x01]).ShouldBeNull();

    private static Literal? Decode(byte[] bytes) => MsgpackValue.Decode(bytes);
}
