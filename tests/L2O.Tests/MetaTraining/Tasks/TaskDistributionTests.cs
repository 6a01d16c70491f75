using L2O.Data;
using L2O.MetaTraining.Estimators;
using L2O.MetaTraining.Tasks;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.MetaTraining.Tasks;

/// <summary>What is drawn follows its distribution, and batches are what the drawn task says.</summary>
public class TaskDistributionTests
{
    private const string Small = "small", Other = "other";

    private static readonly Dictionary<string, TaskData> s_data = new()
    {
        [Small] = new(new CountingDataset(300, features: 4, classes: 5)),
        [Other] = new(new CountingDataset(200, features: 6, classes: 3)),
    };

    [Fact]
    public void Weights_are_shares_of_the_draws()
    {
        var family = new TaskFamilySettings(
        [
            new TaskDistribution([new DataVariation(Small, weight: 3), new DataVariation(Other)], weight: 4),
            new TaskDistribution([new DataVariation(Other)], new NetworkDistribution(["mlp-tanh-3"]), [7]),
        ], new EstimatorSettings(truncation: 1), new HorizonSettings(9));
        DrawnTask[] drawn = [.. Enumerable.Range(0, 5000).Select(i => DrawnTask.From(family, s_data, new Rng(1).Split("run", (ulong)i),
            0, null))];

        Assert.InRange(drawn.Count(static task => task.Source == Small) / 5000.0, 0.57, 0.63); // 0.8 · 0.75
        Assert.InRange(drawn.Count(static task => task.BatchSize == 7) / 5000.0, 0.18, 0.22);
        Assert.All(drawn.Where(static task => task.BatchSize == 7), static task => Assert.Equal("mlp-tanh-3", task.Network));
        Assert.All(drawn, static task => Assert.Equal(9, task.Length));
    }

    [Fact]
    public void Shapes_stay_within_their_ranges_and_reach_both_ends()
    {
        var networks = new NetworkDistribution(fewestLayers: 0, mostLayers: 2, narrowest: 3, widest: 5, activations: ["relu", "tanh"],
            normalizations: ["none", "layernorm"]);
        var rng = new Rng(4);
        string[] names = [.. Enumerable.Range(0, 2000).Select(_ => networks.Draw(rng, 10)).Distinct()];

        Assert.Contains("affine-10", names);
        Assert.Contains("affine-3+tanh+affine-10", names);
        Assert.Contains("affine-5+layernorm+relu+affine-3+layernorm+relu+affine-10", names);
        Assert.Equal(1 + (3 * 4) + (9 * 4), names.Length); // every shape there is
    }

    [Fact]
    public void Classes_are_a_subset_with_labels_of_their_own()
    {
        var family = new TaskFamilySettings([new TaskDistribution([new DataVariation(Small, fewestClasses: 2, permutedLabels: 0.5)])]);
        int[] counts = new int[6];
        int shuffled = 0;
        for (ulong i = 0; i < 400; i++)
        {
            Rng run = new Rng(2).Split("run", i);
            DrawnTask task = DrawnTask.From(family, s_data, run, 0, null);
            counts[task.Classes.Length]++;
            shuffled += task.Classes.SequenceEqual(task.Classes.Order()) ? 0 : 1;
            var batches = new TaskBatches<float>(task, s_data[Small], run);
            Batch<float> batch = batches.Read((int)i, TaskPart.All);
            for (int s = 0; s < batch.Count; s++)
                Assert.Equal(CountingDataset.LabelOf(batch.Inputs[s * 4], 5), task.Classes[batch.Labels[s]]);
        }

        Assert.Equal(0, counts[0] + counts[1]);
        Assert.All(counts[2..], static count => Assert.InRange(count, 60, 140));
        Assert.InRange(shuffled, 110, 200);
    }

    [Fact]
    public void Inputs_change_places_alike_in_all_batches_of_a_run_and_are_inverted()
    {
        var family = new TaskFamilySettings([new TaskDistribution([new DataVariation(Small, permutedPixels: 1, inverted: 1)])]);
        Rng run = new Rng(3).Split("run");
        DrawnTask task = DrawnTask.From(family, s_data, run, 0, null);
        var batches = new TaskBatches<float>(task, s_data[Small], run);

        int[]? order = null;
        for (int number = 0; number < 5; number++)
        {
            Batch<float> batch = batches.Read(number, TaskPart.All);
            for (int s = 0; s < batch.Count; s++)
            {
                int[] features = [.. batch.Inputs.Slice(s * 4, 4).ToArray().Select(static x => CountingDataset.FeatureOf(1 - x))];
                Assert.Equal([0, 1, 2, 3], features.Order());
                order ??= features;
                Assert.Equal(order, features);
            }
        }
        Assert.NotEqual([0, 1, 2, 3], order!);
    }

    [Fact]
    public void Batches_follow_from_their_number_and_validation_samples_are_apart()
    {
        var family = new TaskFamilySettings([new TaskDistribution([new DataVariation(Small)])]);
        Rng run = new Rng(5).Split("run");
        DrawnTask task = DrawnTask.From(family, s_data, run, 0, null);
        var batches = new TaskBatches<float>(task, s_data[Small], run);
        float[] third = batches.Read(3, TaskPart.All).Inputs.ToArray();
        HashSet<float> Samples(TaskPart part) => [.. Enumerable.Range(0, 60).SelectMany(number =>
            batches.Read(number, part).Inputs.ToArray().Where(static (_, place) => place % 4 == 0))];
        HashSet<float> training = Samples(TaskPart.Training), validation = Samples(TaskPart.Validation);

        Assert.Equal(third, new TaskBatches<float>(task, s_data[Small], run).Read(3, TaskPart.All).Inputs.ToArray());
        Assert.Empty(training.Intersect(validation));
        Assert.Equal(30, validation.Count);
        Assert.Equal(270, training.Count);
    }

    [Fact]
    public void Rescaled_parameters_compute_the_same_and_their_gradients_are_rescaled()
    {
        foreach (ScaleKind kind in Enum.GetValues<ScaleKind>())
        {
            var family = new TaskFamilySettings([new TaskDistribution([new DataVariation(Small)], augmentation: new(kind, scaleRange: 8))]);
            Rng run = new Rng(6).Split("run");
            using var compute = new Compute(threads: 1);
            DrawnTask task = DrawnTask.From(family, s_data, run, 0, null);
            var episode = new Episode<double>(task, s_data[Small], null, run, null, compute);
            var plain = new Episode<double>(task with { Augmentation = null }, s_data[Small], null, run, null, compute);
            double[] gradient = new double[plain.Start.Length], expected = new double[gradient.Length];
            double loss = episode.LossAndGradient(episode.Start, episode.Batch(0, TaskPart.All), 0, gradient);

            Assert.Equal(plain.LossAndGradient(plain.Start, plain.Batch(0, TaskPart.All), 0, expected), loss, 12);
            int scales = 0;
            double last = double.NaN;
            for (int i = 0; i < gradient.Length; i++)
            {
                if (plain.Start[i] == 0)
                    continue;
                double scale = plain.Start[i] / episode.Start[i];
                Assert.InRange(scale, 1 / 8.0, 8);
                Assert.Equal(expected[i] * scale, gradient[i], 10);
                scales += Math.Abs(scale / last - 1) < 1e-9 ? 0 : 1;
                last = scale;
            }
            Assert.Equal(kind switch { ScaleKind.Global => 1, ScaleKind.Tensor => 4, _ => plain.Start.Length }, scales);
        }
    }

    [Fact]
    public void Noise_has_the_size_of_the_gradient_and_is_the_same_for_both_signs()
    {
        var family = new TaskFamilySettings([new TaskDistribution([new DataVariation(Small)], augmentation: new(gradientNoise: 0.5))]);
        Rng run = new Rng(7).Split("run");
        using var compute = new Compute(threads: 1);
        DrawnTask task = DrawnTask.From(family, s_data, run, 0, null);
        var noisy = new Episode<double>(task, s_data[Small], null, run, null, compute);
        var plain = new Episode<double>(task with { Augmentation = null }, s_data[Small], null, run, null, compute);
        double[] first = new double[plain.Start.Length], second = new double[first.Length], exact = new double[first.Length];
        double noise = 0, size = 0;
        for (int step = 0; step < 20; step++)
        {
            noisy.LossAndGradient(noisy.Start, noisy.Batch(step, TaskPart.All), step, first);
            noisy.LossAndGradient(noisy.Start, noisy.Batch(step, TaskPart.All), step, second);
            plain.LossAndGradient(plain.Start, plain.Batch(step, TaskPart.All), step, exact);
            Assert.Equal(first, second);
            noise += first.Zip(exact, static (a, b) => (a - b) * (a - b)).Sum();
            size += exact.Sum(static value => value * value);
        }

        Assert.Equal(0.25, noise / size, 0.02);
    }
}
