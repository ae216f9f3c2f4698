using BackendPlugins.Contracts.Identity;

namespace BackendPlugins.Contracts.Tests;

public sealed class KeyHashTests
{
    [Fact]
    public void A_hash_is_26_characters_of_lower_case_base_32() => KeyHash.Of("a", "b").ShouldMatch("^[a-z2-7]{26}$");

    /// <summary>Stored keys and external ids are made of it: it may never change. The value is RFC 4648's base 32 of the SHA-256.</summary>
    [Fact]
    public void The_hash_of_known_parts_stays_what_it_is()
    {
        KeyHash.Of().ShouldBe("4oymiquy7qobjgx36tejs35zeq");
        KeyHash.Of("family", "ü", "").ShouldBe("fkoiqghhj23yis3zbjfi7vtadc");
    }

    [Fact]
    public void Lists_of_parts_that_join_to_the_same_text_differ()
    {
        string[] hashes = [KeyHash.Of("ab", "c"), KeyHash.Of("a", "bc"), KeyHash.Of("abc"), KeyHash.Of("abc", ""), KeyHash.Of("", "abc"), KeyHash.Of("c", "ab")];

        hashes.Distinct().Count().ShouldBe(hashes.Length);
    }

    [Fact]
    public void Ten_thousand_neighbours_do_not_collide() =>
        Enumerable.Range(0, 10_000).Select(i => KeyHash.Of("n", $"{i}")).Distinct().Count().ShouldBe(10_000);

    [Theory]
    [InlineData("abcdefghijklmnopqrstuvwxyz", true)]
    [InlineData("22222222222222222222222227", true)]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ", false)]
    [InlineData("abcdefghijklmnopqrstuvwxy", false)]
    [InlineData("abcdefghijklmnopqrstuvwxyza", false)]
    [InlineData("abcdefghijklmnopqrstuvwxy1", false)]
    [InlineData("abcdefghijklm/opqrstuvwxyz", false)]
    [InlineData("", false)]
    public void Only_the_right_length_and_letters_are_well_formed(string hash, bool wellFormed) =>
        KeyHash.IsWellFormed(hash).ShouldBe(wellFormed);
}
