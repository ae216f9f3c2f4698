using BackendPlugins.Cli.Creation;

namespace BackendPlugins.Cli.Tests.Creation;

public sealed class InputArgumentTests
{
    private static readonly Dictionary<string, LiteralType> Nothing = [];

    public static TheoryData<string, string> Guesses => new()
    {
        { "3", "IntegerLiteral { Value = 3 }" },
        { "-3", "IntegerLiteral { Value = -3 }" },
        { "0", "IntegerLiteral { Value = 0 }" },
        { "9223372036854775807", "IntegerLiteral { Value = 9223372036854775807 }" },
        { "9223372036854775808", "StringLiteral { Value = 9223372036854775808 }" },
        { "007", "StringLiteral { Value = 007 }" },
        { "0.5", "FloatLiteral { Value = 0.5 }" },
        { "1e3", "FloatLiteral { Value = 1000 }" },
        { "NaN", "StringLiteral { Value = NaN }" },
        { "true", "BooleanLiteral { Value = True }" },
        { "True", "StringLiteral { Value = True }" },
        { "2026-08-21", "DatetimeLiteral { Value = 08/21/2026 00:00:00 +00:00 }" },
        { "2026-08-21T06:00:00+02:00", "DatetimeLiteral { Value = 08/21/2026 04:00:00 +00:00 }" },
        { "90s", "DurationLiteral { Value = 00:01:30 }" },
        { "1h30m", "DurationLiteral { Value = 01:30:00 }" },
        { "PT90S", "DurationLiteral { Value = 00:01:30 }" },
        { "Paris", "StringLiteral { Value = Paris }" },
        { "", "StringLiteral { Value =  }" },
        { "a=b:c", "StringLiteral { Value = a=b:c }" },
    };

    [Theory]
    [MemberData(nameof(Guesses))]
    public void A_type_is_guessed_only_where_nothing_is_lost(string value, string literal)
    {
        var input = InputArgument.Parse($"x={value}", Nothing);
        input.Name.ShouldBe("x");
        input.Value.ToString().ShouldBe(literal);
    }

    [Theory]
    [InlineData("x:integer=3", "IntegerLiteral { Value = 3 }")]
    [InlineData("x:float=3", "FloatLiteral { Value = 3 }")]
    [InlineData("x:float=NaN", "FloatLiteral { Value = NaN }")]
    [InlineData("x:str=3", "StringLiteral { Value = 3 }")]
    [InlineData("x:BOOL=True", "BooleanLiteral { Value = True }")]
    [InlineData("x:duration=-1.5s", "DurationLiteral { Value = -00:00:01.5000000 }")]
    public void A_type_that_is_given_is_taken(string text, string literal) =>
        InputArgument.Parse(text, Nothing).Value.ToString().ShouldBe(literal);

    [Fact]
    public void A_type_that_a_template_declares_goes_before_a_guess()
    {
        var declared = new Dictionary<string, LiteralType> { ["x"] = new SimpleLiteralType(SimpleType.String) };
        InputArgument.Parse("x=3", declared).Value.ShouldBe(new StringLiteral("3"));
        InputArgument.Parse("x:int=3", declared).Value.ShouldBe(new IntegerLiteral(3));
    }
}
