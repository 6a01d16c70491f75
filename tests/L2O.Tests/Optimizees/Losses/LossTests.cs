using L2O.Data;
using L2O.Dynamics.Symmetry;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Layers;
using L2O.Optimizees.Losses;
using L2O.Optimizees.Symmetry;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees.Losses;

public sealed class LossTests
{
    private const int Inputs = 6;
    private const int Count = 7;

    /// <summary>A loss, what its targets are, and outputs of the network.</summary>
    public static TheoryData<LossKind, TargetKind, int> Cases => new()
    {
        { LossKind.Softmax, TargetKind.Classes, 4 },
        { LossKind.Mse, TargetKind.Classes, 4 },
        { LossKind.Bce, TargetKind.Classes, 4 },
        { LossKind.Mse, TargetKind.Values, 1 },
        { LossKind.Mse, TargetKind.Values, 3 },
        { LossKind.Bce, TargetKind.Values, 3 },
        { LossKind.Mse, TargetKind.Input, Inputs },
        { LossKind.Bce, TargetKind.Input, Inputs },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_match_finite_differences(LossKind kind, TargetKind targets, int outputs)
    {
        var task = new Task(kind, targets, outputs);
        Assert.InRange(GradientCheck.RelativeError(task.Network, task.Theta, task.Batch), 0, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Hessian_products_match_finite_differences_of_the_gradient(LossKind kind, TargetKind targets, int outputs)
    {
        const double step = 1e-4;
        var task = new Task(kind, targets, outputs);
        int n = task.Theta.Length;
        double[] direction = new double[n], product = new double[n], gradient = new double[n], difference = new double[n];
        new Rng(5).FillUniform(direction.AsSpan(), 1);
        Assert.True(task.Network.HasHessianProduct);
        task.Network.HessianProduct(task.Theta, task.Batch, direction, product);
        foreach ((double offset, double weight) in (ReadOnlySpan<(double, double)>)[(-2, 1.0 / 12), (-1, -8.0 / 12), (1, 8.0 / 12),
            (2, -1.0 / 12)])
        {
            double[] shifted = [.. task.Theta.Zip(direction, (at, along) => at + offset * step * along)];
            task.Network.EvaluationGradient(shifted, task.Batch, gradient);
            for (int i = 0; i < n; i++)
                difference[i] += weight / step * gradient[i];
        }
        Assert.InRange(Distance(product, difference), 0, 1e-8);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sample_gradients_are_those_of_batches_of_one_and_their_mean_is_the_batchs(LossKind kind, TargetKind targets, int outputs)
    {
        var task = new Task(kind, targets, outputs);
        int n = task.Theta.Length;
        double[] gradients = new double[Count * n], single = new double[n], whole = new double[n], mean = new double[n];
        task.Network.SampleGradients(task.Theta, task.Batch, gradients);
        for (int sample = 0; sample < Count; sample++)
        {
            task.Network.EvaluationGradient(task.Theta, task.Batch.Slice(sample, 1), single);
            Assert.InRange(Distance(gradients[(sample * n)..((sample + 1) * n)], single), 0, 1e-13);
            for (int i = 0; i < n; i++)
                mean[i] += gradients[sample * n + i] / Count;
        }
        task.Network.EvaluationGradient(task.Theta, task.Batch, whole);
        Assert.InRange(Distance(mean, whole), 0, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Accuracy_is_a_number_where_there_are_classes_and_only_there(LossKind kind, TargetKind targets, int outputs)
    {
        var task = new Task(kind, targets, outputs);
        double[] estimates = new double[Count * outputs];
        task.Network.Predict(task.Theta, task.Batch.Inputs, estimates);
        LossAndAccuracy result = task.Network.Loss(task.Theta, task.Batch);
        if (targets != TargetKind.Classes)
        {
            Assert.True(double.IsNaN(result.Accuracy));
            return;
        }
        ReadOnlySpan<byte> labels = task.Batch.Labels;
        int hits = 0;
        for (int sample = 0; sample < Count; sample++)
        {
            double[] row = estimates[(sample * outputs)..((sample + 1) * outputs)];
            hits += Array.IndexOf(row, row.Max()) == labels[sample] ? 1 : 0;
        }
        Assert.Equal((double)hits / Count, result.Accuracy);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_translation_symmetry_is_claimed_behind_a_softmax_only_and_the_others_lack_it(LossKind kind, TargetKind targets,
        int outputs)
    {
        var task = new Task(kind, targets, outputs);
        Assert.Equal(kind == LossKind.Softmax, task.Network.Symmetries.Of(SymmetryKind.Translation).Any());
        using var compute = new Compute(1);
        NetworkSymmetry translation = OptimizeeCatalog.Create<double>(Task.Name, Inputs, outputs, LossKind.Softmax,
            compute).Symmetries.Of(SymmetryKind.Translation).Single();
        SymmetryCheck check = SymmetryCheck.Run(task.Network, [translation], seed: 3).Single();
        Assert.Equal(kind == LossKind.Softmax, check.LossChange < 1e-12);
        Assert.Equal(kind == LossKind.Softmax, check.Deviation < 1e-12);
    }

    [Fact]
    public void The_squared_error_is_the_mean_over_samples_and_outputs()
    {
        var loss = new MeanSquaredError<float>();
        float[] outputs = [1, 2, 3, 4], derivatives = new float[4];
        var batch = new Batch<float>(new float[2], [0, 2, 5, 4], 2);
        (double sum, int? hits) = loss.Forward(outputs, batch);
        Assert.Equal((1 + 0 + 4 + 0) / 4.0, sum / 2);
        Assert.Null(hits);
        loss.Backward(outputs, batch, derivatives);
        Assert.Equal([0.5f, 0, -1, 0], derivatives);
    }

    [Theory]
    [InlineData(0, 1, 0.6931471805599453)]
    [InlineData(0, 0.25, 0.6931471805599453)]
    [InlineData(2, 1, 0.1269280110429726)] // ln(1 + e^-2)
    [InlineData(2, 0, 2.1269280110429727)]
    [InlineData(-2, 0.5, 1.1269280110429727)]
    [InlineData(1000, 1, 0)]
    [InlineData(1000, 0, 1000)]
    [InlineData(-1000, 0, 0)]
    [InlineData(-40, 0, 4.248354255291589e-18)] // e^-40: nothing cancels
    [InlineData(40, 1, 4.248354255291589e-18)]
    public void The_binary_cross_entropy_has_its_known_values(double logit, double target, double expected)
    {
        using var compute = new Compute(1);
        double sum = new BinaryCrossEntropy<double>(compute).Forward([logit], new Batch<double>([0.0], [target], 1)).LossSum;
        Assert.Equal(expected, sum, 1e-15 * expected + 1e-300); // e^-1000 comes out as the smallest normal number
        float single = (float)new BinaryCrossEntropy<float>(compute).Forward([(float)logit],
            new Batch<float>([0f], [(float)target], 1)).LossSum;
        Assert.Equal(expected, single, 3e-7 * expected + 1e-37);
    }

    [Fact]
    public void Classes_are_compared_as_ones_and_zeros()
    {
        using var compute = new Compute(1);
        double[] outputs = [0.5, -1, 2, 1, 0, 0], hot = [0, 0, 1, 1, 0, 0];
        foreach (LossKind kind in new[] { LossKind.Mse, LossKind.Bce })
        {
            ILoss<double> loss = LossCatalog.Create<double>(kind, 3, compute);
            double[] byLabel = new double[6], byValue = new double[6];
            (double labelSum, int? hits) = loss.Forward(outputs, new Batch<double>(new double[2], [2, 0]));
            loss.Backward(outputs, new Batch<double>(new double[2], [2, 0]), byLabel);
            (double valueSum, _) = loss.Forward(outputs, new Batch<double>(new double[2], hot, 2));
            loss.Backward(outputs, new Batch<double>(new double[2], hot, 2), byValue);
            Assert.Equal(valueSum, labelSum, 1e-15);
            Assert.Equal(byValue, byLabel);
            Assert.Equal(2, hits);
        }
    }

    [Fact]
    public void Targets_that_a_loss_does_not_take_are_refused_with_their_values()
    {
        using var compute = new Compute(1);
        Assert.Equal("the batch has target values; softmax cross-entropy expects classes (Parameter 'batch')",
            Refusal(LossKind.Softmax, [0, 1]));
        Assert.Equal("samples with 1 target values; expected 2, one for each output (Parameter 'batch')", Refusal(LossKind.Mse, [0]));
        Assert.Equal("a target value is 1.5; binary cross-entropy expects 0 to 1 (Parameter 'batch')", Refusal(LossKind.Bce, [0, 1.5]));
        Assert.Equal("a target value is NaN; binary cross-entropy expects 0 to 1 (Parameter 'batch')",
            Refusal(LossKind.Bce, [0, double.NaN]));
        foreach (LossKind kind in Enum.GetValues<LossKind>())
        {
            var error = Assert.Throws<ArgumentException>(() =>
                LossCatalog.Create<double>(kind, 2, compute).Forward(new double[4], new Batch<double>(new double[2], [1, 2])));
            Assert.StartsWith("label 2 of sample 1 of the batch; expected 0 to 1", error.Message, StringComparison.Ordinal);
        }

        string Refusal(LossKind kind, double[] targets) =>
            Assert.Throws<ArgumentException>(() => LossCatalog.Create<double>(kind, 2, compute).Forward(new double[2],
                new Batch<double>(new double[1], targets, 1))).Message;
    }

    [Theory]
    [InlineData(LossKind.Mse)]
    [InlineData(LossKind.Bce)]
    public void Losses_have_the_same_bits_for_every_register_width_and_allocate_nothing(LossKind kind)
    {
        float[] outputs = new float[3 * 37], targets = new float[outputs.Length];
        new Rng(2).FillUniform(outputs.AsSpan(), 3);
        for (int i = 0; i < targets.Length; i++)
            targets[i] = i % 5 / 4f;
        var results = new HashSet<string>();
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            using var compute = new Compute(1, width);
            ILoss<float> loss = LossCatalog.Create<float>(kind, 37, compute);
            float[] derivatives = new float[outputs.Length];
            loss.Forward(outputs, new Batch<float>(targets, targets, 3));
            long before = GC.GetAllocatedBytesForCurrentThread();
            double sum = loss.Forward(outputs, new Batch<float>(targets, targets, 3)).LossSum;
            loss.Backward(outputs, new Batch<float>(targets, targets, 3), derivatives);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            results.Add($"{BitConverter.DoubleToInt64Bits(sum)} "
                + $"{Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(derivatives.AsSpan()))}");
        }
        Assert.Single(results);
    }

    [Fact]
    public void An_outsiders_loss_drives_a_network()
    {
        using var compute = new Compute(1);
        var network = new Network<double>([new Affine<double>("only", Inputs, 2, compute)], new AbsoluteError());
        double[] theta = new double[network.Layout.Count], inputs = new double[Inputs * Count], targets = new double[2 * Count];
        network.Initialize(theta, new Rng(1));
        new Rng(2).FillUniform(inputs.AsSpan(), 1);
        new Rng(3).FillUniform(targets.AsSpan(), 5);
        Assert.InRange(GradientCheck.RelativeError(network, theta, new Batch<double>(inputs, targets, Count)), 0, 1e-9);
        Assert.Empty(network.Symmetries.All);
    }

    private static double Distance(double[] values, double[] expected) =>
        Math.Sqrt(values.Zip(expected, static (v, e) => (v - e) * (v - e)).Sum() / expected.Sum(static e => e * e));

    private sealed class AbsoluteError : ILoss<double>
    {
        public LossTraits Traits => LossTraits.OutputsAreEstimates;

        public (double LossSum, int? Hits) Forward(ReadOnlySpan<double> outputs, Batch<double> batch)
        {
            double sum = 0;
            for (int i = 0; i < outputs.Length; i++)
                sum += Math.Abs(outputs[i] - batch.Targets[i]);
            return (sum, null);
        }

        public void Backward(ReadOnlySpan<double> outputs, Batch<double> batch, Span<double> dOutputs)
        {
            for (int i = 0; i < outputs.Length; i++)
                dOutputs[i] = Math.Sign(outputs[i] - batch.Targets[i]) / (double)batch.Count;
        }

        public void BackwardTangent(ReadOnlySpan<double> outputs, Batch<double> batch, ReadOnlySpan<double> outputsTangent,
            Span<double> dOutputsTangent) =>
            dOutputsTangent.Clear();
    }

    private sealed class Task
    {
        public const string Name = "mlp-tanh-5";

        private readonly double[] _inputs = new double[Inputs * Count];
        private readonly double[] _targets;
        private readonly TargetKind _kind;

        public Task(LossKind loss, TargetKind targets, int outputs)
        {
            _kind = targets;
            using var compute = new Compute(1);
            Network = OptimizeeCatalog.Create<double>(Name, Inputs, outputs, loss, compute);
            Theta = new double[Network.Layout.Count];
            var rng = new Rng(11);
            Network.Initialize(Theta, rng);
            _targets = new double[outputs * Count];
            rng.FillUniform(_targets.AsSpan(), 0.5);
            rng.FillUniform(_inputs.AsSpan(), 0.5);
            foreach (double[] values in new[] { _inputs, _targets })
                for (int i = 0; i < values.Length; i++)
                    values[i] += 0.5; // 0 to 1, as binary cross-entropy wants it
        }

        public Network<double> Network { get; }

        public double[] Theta { get; }

        public Batch<double> Batch => _kind switch
        {
            TargetKind.Classes => new Batch<double>(_inputs, [0, 1, 2, 3, 3, 1, 0]),
            TargetKind.Values => new Batch<double>(_inputs, _targets, Count),
            _ => new Batch<double>(_inputs, _inputs, Count),
        };
    }
}
