using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Numerics;

public sealed class PyTorchGeneratorTests
{
    // Seed 5489: the reference implementation's default. Its 10,000th number is the one that the C++ standard prescribes for mt19937.
    [Fact]
    public void Numbers_are_those_of_MT19937()
    {
        var generator = new PyTorchGenerator(5489);
        Assert.Equal([3499211612, 581869302, 3890346734, 3586334585, 545404204],
            Enumerable.Range(0, 5).Select(_ => generator.NextUInt32()));
        for (int i = 6; i < 10_000; i++)
            generator.NextUInt32();
        Assert.Equal(4123659995, generator.NextUInt32());
    }

    [Fact]
    public void Uniform_numbers_are_the_low_24_bits_in_one_rounding()
    {
        uint[] draws = [2357136044, 2546248239, 3071714933, 3626093760, 2588848963]; // of seed 0
        float[] values = new float[draws.Length];
        new PyTorchGenerator(0).FillUniform<float>(values, 1 / Math.Sqrt(20));
        double bound = (float)(1 / Math.Sqrt(20));
        Assert.Equal(draws.Select(draw => (float)((draw & 0xffffff) * Math.Pow(2, -24) * (2 * bound) - bound)), values);
    }
}
