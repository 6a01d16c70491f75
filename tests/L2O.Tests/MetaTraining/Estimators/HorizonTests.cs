using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>Lengths of inner runs.</summary>
public class HorizonTests
{
    [Fact]
    public void Constant_lengths_are_constant() =>
        Assert.All(Enumerable.Range(0, 20), i => Assert.Equal(70, new HorizonSettings(70).Draw(new Rng((ulong)i), i / 20.0)));

    [Fact]
    public void Log_uniform_lengths_have_equal_shares_of_octaves()
    {
        var settings = new HorizonSettings(1600, shortest: 100);
        var rng = new Rng(2);
        int[] lengths = [.. Enumerable.Range(0, 8000).Select(_ => settings.Draw(rng, 0))];

        Assert.Equal(100, lengths.Min());
        Assert.InRange(lengths.Max(), 1590, 1600);
        for (int octave = 0; octave < 4; octave++)
            Assert.InRange(lengths.Count(length => length >= 100 << octave && length < 100 << (octave + 1)), 1850, 2150);
    }

    [Theory]
    [InlineData(0, 50)]
    [InlineData(0.25, 316)]
    [InlineData(0.5, 2000)]
    [InlineData(0.9, 2000)]
    public void Growing_lengths_grow_geometrically(double progress, int expected) =>
        Assert.Equal(expected, new HorizonSettings(2000, first: 50, grownBy: 0.5).Draw(new Rng(1), progress));

    [Theory]
    [InlineData(0, null, null, 0.5, "longest is 0; expected 1 step or more")]
    [InlineData(10, 11, null, 0.5, "shortest is 11; expected 1 to longest, 10")]
    [InlineData(10, 5, 4, 0.5, "first is 4; expected 5 to longest, 10")]
    [InlineData(10, null, 11, 0.5, "first is 11; expected 1 to longest, 10")]
    [InlineData(10, null, null, 0.0, "grownBy is 0; expected above 0, at most 1")]
    public void Bad_lengths_are_refused(int longest, int? shortest, int? first, double grownBy, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(
            () => new HorizonSettings(longest, shortest, first, grownBy)).Message, StringComparison.Ordinal);
}
