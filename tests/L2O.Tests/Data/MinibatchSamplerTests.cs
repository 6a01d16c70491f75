using L2O.Data;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Data;

public sealed class MinibatchSamplerTests
{
    private const int Count = 23;

    [Fact]
    public void An_epoch_holds_every_sample_once_and_keeps_its_short_batch()
    {
        var sampler = new MinibatchSampler<float>(Numbered(Count), 5, new Rng(1));
        int[] sizes = new int[5];
        var seen = new List<int>();
        for (int i = 0; i < 5; i++)
        {
            Batch<float> batch = sampler.Next();
            sizes[i] = batch.Count;
            seen.AddRange(Identities(batch));
        }
        Assert.Equal([5, 5, 5, 5, 3], sizes);
        Assert.Equal(Enumerable.Range(0, Count), seen.Order());
        Assert.NotEqual(Enumerable.Range(0, Count), seen);
        Assert.Equal(new SamplerPosition(1, 0), sampler.Position);
    }

    [Fact]
    public void Labels_belong_to_their_inputs()
    {
        var sampler = new MinibatchSampler<double>(Numbered(Count), 7, new Rng(3));
        Batch<double> batch = sampler.Next();
        for (int i = 0; i < batch.Count; i++)
            Assert.Equal((int)Math.Round(batch.Inputs[i * batch.InputSize] * 255) % 10, batch.Labels[i]);
    }

    [Fact]
    public void Every_epoch_has_another_order()
    {
        var sampler = new MinibatchSampler<float>(Numbered(Count), Count, new Rng(1));
        int[] first = Identities(sampler.Next()), second = Identities(sampler.Next()), third = Identities(sampler.Next());
        Assert.NotEqual(first, second);
        Assert.NotEqual(second, third);
    }

    [Fact]
    public void Equal_streams_give_equal_batches_and_other_seeds_other_ones()
    {
        var used = new Rng(1);
        used.NextDouble();
        int[] expected = Draw(new MinibatchSampler<float>(Numbered(Count), 5, new Rng(1)), 12);
        Assert.Equal(expected, Draw(new MinibatchSampler<float>(Numbered(Count), 5, used), 12));
        Assert.NotEqual(expected, Draw(new MinibatchSampler<float>(Numbered(Count), 5, new Rng(2)), 12));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(11)]
    public void A_restored_position_continues_as_if_never_interrupted(int drawn)
    {
        var whole = new MinibatchSampler<float>(Numbered(Count), 5, new Rng(9));
        Draw(whole, drawn);
        SamplerPosition position = whole.Position;
        var resumed = new MinibatchSampler<float>(Numbered(Count), 5, new Rng(9)) { Position = position };
        Assert.Equal(Draw(whole, 13), Draw(resumed, 13));
        Assert.Equal(whole.Position, resumed.Position);
    }

    [Fact]
    public void A_position_may_be_set_back()
    {
        var sampler = new MinibatchSampler<float>(Numbered(Count), 5, new Rng(9));
        int[] first = Draw(sampler, 12);
        sampler.Position = default;
        Assert.Equal(first, Draw(sampler, 12));
    }

    [Fact]
    public void Drawing_allocates_nothing_even_when_an_epoch_begins()
    {
        var sampler = new MinibatchSampler<float>(Numbered(Count), 5, new Rng(1));
        sampler.Next();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 50; i++)
            sampler.Next();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_batch_is_never_larger_than_the_dataset()
    {
        var sampler = new MinibatchSampler<float>(Numbered(Count), 128, new Rng(1));
        Assert.Equal(Count, sampler.BatchSize);
        Assert.Equal(Count, sampler.Next().Count);
    }

    [Fact]
    public void Impossible_settings_are_refused_with_their_values()
    {
        Assert.Contains("batch size 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => new MinibatchSampler<float>(Numbered(Count), 0, new Rng(1))).Message);
        var sampler = new MinibatchSampler<float>(Numbered(Count), 5, new Rng(1));
        Assert.Contains("offset of 0..22",
            Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Position = new SamplerPosition(0, Count)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => sampler.Position = new SamplerPosition(-1, 0));
    }

    /// <summary>Image i is two pixels of level i with label i mod 10.</summary>
    private static ImageDataset Numbered(int count) => new(
        "numbered",
        [1, 1, 2],
        10,
        Enumerable.Range(0, 2 * count).Select(static i => (byte)(i / 2)).ToArray(),
        Enumerable.Range(0, count).Select(static i => (byte)(i % 10)).ToArray());

    private static int[] Draw(MinibatchSampler<float> sampler, int batches)
    {
        var seen = new List<int>();
        for (int i = 0; i < batches; i++)
            seen.AddRange(Identities(sampler.Next()));
        return [.. seen];
    }

    private static int[] Identities(Batch<float> batch)
    {
        int[] identities = new int[batch.Count];
        for (int i = 0; i < identities.Length; i++)
            identities[i] = (int)MathF.Round(batch.Inputs[i * batch.InputSize] * 255);
        return identities;
    }
}
