using L2O.Bench;
using Xunit;

namespace L2O.Tests.Cli.Benchmarking;

public sealed class TimingTests
{
    [Fact]
    public void Quartiles_interpolate_between_repetitions() =>
        Assert.Equal(new Timing(2.5, 1.75, 3.25, 1, 4, 4), Timing.Of([4, 1, 3, 2]));

    [Fact]
    public void A_single_repetition_is_its_own_spread() => Assert.Equal(new Timing(7, 7, 7, 7, 7, 1), Timing.Of([7.0]));

    [Fact]
    public void No_repetitions_are_refused() => Assert.Throws<ArgumentException>(() => Timing.Of([]));

    [Fact]
    public void Two_operations_take_turns()
    {
        var order = new List<char>();
        var repetitions = new Repetitions(1e-9, 0, CancellationToken.None);

        PairedTiming timing = repetitions.Measure(() => order.Add('a'), () => order.Add('b'));

        Assert.Equal("babababa"[..order.Count], string.Concat(order)); // a warm-up of each, then turns
        Assert.Equal(timing.Operation.Repetitions, timing.Reference.Repetitions);
        Assert.True(timing.Operation.Repetitions >= 2);
    }
}
