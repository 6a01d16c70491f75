using L2O.Data;
using L2O.Data.Digits;
using L2O.Data.Sources;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Data;

public sealed class TargetTests
{
    private static readonly ArrayDataset s_values = new("values", [2], new float[] { 0, 1, 2, 3, 4, 5 }, new float[] { 10, 11, 12 }, 1);
    private static readonly ArrayDataset s_classes = new("classes", [2], new float[] { 0, 1, 2, 3, 4, 5 }, new byte[] { 2, 0, 1 }, 3);

    [Fact]
    public void Batches_of_values_keep_inputs_and_targets_together()
    {
        var sampler = new MinibatchSampler<double>(s_values, 2, new Rng(1));
        var seen = new List<double>();
        for (int i = 0; i < 2; i++)
        {
            Batch<double> batch = sampler.Next();
            Assert.True(batch.Labels.IsEmpty);
            Assert.Equal((i == 0 ? 2 : 1, 2, 1), (batch.Count, batch.InputSize, batch.TargetSize));
            for (int sample = 0; sample < batch.Count; sample++)
            {
                Assert.Equal(2 * (batch.Targets[sample] - 10), batch.Inputs[2 * sample]);
                seen.Add(batch.Targets[sample]);
            }
        }
        Assert.Equal([10, 11, 12], seen.Order());
    }

    [Fact]
    public void An_autoencoders_batch_shows_one_memory_twice()
    {
        IDataset data = AutoencoderDataset.Of(new DataSplits("x", s_classes, s_values)).Train;
        Batch<float> batch = new MinibatchSampler<float>(data, 3, new Rng(1)).Next();
        Assert.True(batch.Inputs == batch.Targets); // the very same span
        Assert.True(batch.Labels.IsEmpty);
        Assert.Equal((0, 2, TargetKind.Input), (data.ClassCount, data.TargetSize, data.Target));
    }

    [Fact]
    public void Datasets_say_what_their_targets_are()
    {
        Assert.Equal((TargetKind.Values, 1, 0, 2),
            (((IDataset)s_values).Target, s_values.TargetSize, s_values.ClassCount, ((IDataset)s_values).InputSize));
        Assert.Equal((TargetKind.Classes, 3, 3), (s_classes.Target, s_classes.TargetSize, s_classes.ClassCount));
        IDataset digits = SyntheticDigits.Load(trainCount: 10, testCount: 10).Train;
        Assert.Equal((TargetKind.Classes, 10, 784), (digits.Target, digits.TargetSize, digits.InputSize));
        Assert.Throws<NotSupportedException>(() => digits.ReadTargets<float>([0], new float[1]));
    }

    [Fact]
    public void Slices_are_the_samples_asked_for()
    {
        var values = new Batch<float>([0, 1, 2, 3, 4, 5], [10, 11, 12], 3);
        Assert.Equal([2, 3, 4, 5], values.Slice(1, 2).Inputs);
        Assert.Equal([11, 12], values.Slice(1, 2).Targets);
        var classes = new Batch<float>([0, 1, 2, 3, 4, 5], [7, 8, 9]);
        Assert.Equal([9], classes.Slice(2, 1).Labels.ToArray());
        Assert.Equal([4, 5], classes.Slice(2, 1).Inputs);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Batch<float>([1, 2, 3], [1, 2], 2));
        Assert.Throws<ArgumentException>(() => new Batch<float>([1, 2], [1, 2, 3], 2));
        Assert.Throws<ArgumentException>(() => new Batch<float>([1, 2], ReadOnlySpan<float>.Empty, 2));
        Assert.Contains("expected 2 a sample", Message(() => new ArrayDataset("x", [1], new float[1], new float[3], 2)),
            StringComparison.Ordinal);
        Assert.Contains("label 1 of 'x' is 2; expected 0 to 1",
            Message(() => new ArrayDataset("x", [1], new float[2], new byte[] { 0, 2 }, 2)), StringComparison.Ordinal);
        Assert.Contains("expected at least one target and 3 input values each",
            Message(() => new ArrayDataset("x", [3], new float[5], new byte[2], 2)), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => s_values.ReadTargets<float>([3], new float[1]));
        static string Message(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;
    }

    [Fact]
    public void The_fingerprint_sees_targets_of_every_kind()
    {
        string[] prints =
        [
            Of(s_classes), Of(new AutoencoderDataset(s_classes)), Of(s_values),
            Of(new ArrayDataset("values", [2], new float[] { 0, 1, 2, 3, 4, 5 }, new float[] { 10, 11, 13 }, 1)),
            Of(new ArrayDataset("classes", [2], new float[] { 0, 1, 2, 3, 4, 5 }, new byte[] { 2, 0, 0 }, 3)),
        ];
        Assert.Equal(prints.Length, prints.Distinct().Count());
        static string Of(IDataset data) => DatasetFingerprint.Of(new DataSplits("x", data, data));
    }
}
