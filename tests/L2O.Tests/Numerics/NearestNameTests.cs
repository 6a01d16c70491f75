using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Numerics;

public sealed class NearestNameTests
{
    private static readonly string[] s_names = ["sgd", "momentum", "adam", "lion", "mlp-sigmoid-20", "mlp-sigmoid-20-20"];

    [Theory]
    [InlineData("adma", "adam")] // a swap
    [InlineData("Lion", "lion")] // case
    [InlineData("momentun", "momentum")] // a substitution
    [InlineData("mlp-sigmod-20", "mlp-sigmoid-20")] // a deletion
    [InlineData("mlp-sigmoid-200", "mlp-sigmoid-20")] // an insertion
    public void A_slip_finds_the_name_that_was_meant(string name, string expected) =>
        Assert.Equal(expected, NearestName.Find(name, s_names));

    [Theory]
    [InlineData("rmsprop-with-everything")]
    [InlineData("")]
    public void Nothing_is_suggested_for_a_name_unlike_all_others(string name) => Assert.Null(NearestName.Find(name, s_names));
}
