using L2O.Numerics;
using L2O.Optimizees;
using Xunit;

namespace L2O.Tests.Numerics;

public sealed class ParameterLayoutTests
{
    [Fact]
    public void More_values_than_an_array_holds_are_refused_with_their_number() => Assert.StartsWith(
        "there are 2,147,483,648 parameters; expected 2,147,483,591 at most",
        Assert.Throws<ArgumentException>(static () => new ParameterLayout(("a", [1 << 30]), ("b", [1 << 15, 1 << 15]))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_network_of_a_trillion_parameters_is_refused_with_their_number()
    {
        using var compute = new Compute(threads: 1);
        Assert.StartsWith("there are 1,000,796,000,010 parameters; expected 2,147,483,591 at most",
            Assert.Throws<ArgumentException>(() => OptimizeeCatalog.Create<float>("mlp-relu-1000000-1000000", 784, 10, compute)).Message,
            StringComparison.Ordinal);
    }
}
