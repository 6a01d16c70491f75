using CsCheck;
using L2O.Data;
using L2O.Dynamics.Symmetry;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Symmetry;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees;

/// <summary>Claims about networks of any layers, tried on random ones of up to four stages.</summary>
public sealed class RandomArchitectureTests
{
    private const int ClassCount = 4;
    private const int BatchSize = 6;

    private static readonly Compute s_compute = new(1); // of one thread, used by one test at a time
    private static readonly Gen<string> s_smooth = OneOf("sigmoid", "tanh", "softplus", "gelu", "silu");
    private static readonly Gen<string> s_any = OneOf("sigmoid", "tanh", "softplus", "gelu", "silu",
        "relu", "leaky-relu", "mixed-feature", "mixed-batch");
    private static readonly Gen<string> s_homogeneous = OneOf("relu", "leaky-relu");
    private static readonly Gen<string> s_normalization = OneOf("", "", "batchnorm+", "batchnorm-batchstats+",
        "layernorm+", "layernorm-fade-3+");

    [Fact]
    public void Gradients_of_smooth_networks_equal_finite_differences() =>
        Network(s_smooth, s_normalization, pools: false)
            .Sample(static (task) => Assert.InRange(task.GradientError(), 0, 1e-5), iter: 60, threads: 1);

    [Fact]
    public void Gradients_of_networks_with_kinks_equal_finite_differences_between_them() =>
        Network(s_any, s_normalization, pools: true).Sample(static (task) =>
        {
            (double error, double share) = task.GradientErrorBetweenKinks();
            Assert.InRange(error, 0, 1e-5);
            Assert.InRange(share, 0.25, 1);
        }, iter: 60, threads: 1);

    [Fact]
    public void Exact_gradients_have_no_deviation_from_any_symmetry_that_is_found() =>
        Network(s_homogeneous, OneOf("", "", "batchnorm+", "layernorm+"), pools: true).Sample(static (task) =>
        {
            NetworkSymmetries symmetries = task.Network.Symmetries;
            foreach (NetworkSymmetry scale in symmetries.Of(SymmetryKind.Scale))
                task.Scale(scale, 100); // next to a small variance batch norm's epsilon of 1e-5 would break the symmetry
            double[] gradient = task.Gradient();
            Assert.NotEmpty(symmetries.All);
            foreach (NetworkSymmetry symmetry in symmetries.All)
            {
                double bound = symmetry.Kind == SymmetryKind.Scale ? 1e-2 : 1e-8;
                Assert.InRange(task.RelativeDeviation(symmetry, gradient), 0, bound);
            }
        }, iter: 200, threads: 1);

    [Fact]
    public void Moving_along_any_symmetry_that_is_found_leaves_the_loss_as_it_is() =>
        Network(s_any, s_normalization, pools: true).Sample(static (task) =>
        {
            foreach (SymmetryCheck check in SymmetryCheck.Run(task.Network, task.Network.Symmetries.All, task.Seed, BatchSize))
            {
                Assert.True(check.LossChange < 1e-9, $"{task}: {check}");
                Assert.True(check.NormalizedDeviation < 1e-9, $"{task}: {check}");
            }
        }, iter: 200, threads: 1);

    [Fact]
    public void Gradients_do_deviate_where_an_activation_has_no_symmetry() =>
        Network(OneOf("sigmoid", "softplus", "gelu", "silu"), Gen.Const(""), pools: false, skips: false).Sample(static (task) =>
        {
            double[] gradient = task.Gradient();
            Assert.DoesNotContain(task.Network.Symmetries.All, static symmetry => symmetry.Kind == SymmetryKind.Rescale);
            Assert.All(task.Network.Symmetries.Stages,
                stage => Assert.True(task.RelativeDeviation(stage, gradient) > 1e-9, $"{task}: {stage.Front[0].Name}"));
        }, iter: 60, threads: 1);

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    /// <summary>
    /// Stages of affine layers or convolutions, each with an activation, some with a residual block behind it, then the classes. Only the
    /// first stage is normalized: further on dead units make nearly constant features, and what a batch norm makes of those is rounding and
    /// epsilon. So is what a layer norm makes of two features.
    /// </summary>
    private static Gen<RandomTask> Network(Gen<string> activation, Gen<string> normalization, bool pools, bool skips = true)
    {
        Gen<string> affine =
            from size in Gen.Int[2, 7]
            from act in activation
            from block in skips ? Gen.OneOf(Gen.Const(""), Gen.Const(""), Block(size, activation, depth: 2)) : Gen.Const("")
            select $"affine-{size}+{act}{block}";
        Gen<string> first = Gen.Select(Gen.Int[3, 7], normalization, activation, static (size, norm, act) => $"affine-{size}+{norm}{act}");
        Gen<string> convolution =
            from channels in Gen.Int[1, 3]
            from kernel in Gen.Int[2, 3]
            from moves in OneOf("", "-p1", "-s2", "-s2-p1", "-s3")
            from norm in normalization
            from act in activation
            from block in skips ? OneOf("", "", $"+conv-{channels}-3x3-p1+{act}+skip-2", $"+{act}+conv-{channels}-1x1+skip-2")
                : Gen.Const("")
            from pool in pools ? OneOf("", "+maxpool", "+avgpool", "+avgpool-global") : Gen.Const("")
            select $"conv-{channels}-{kernel}x{kernel}{moves}+{norm}{act}{block}{pool}";
        return
            from stem in Gen.Bool
            from start in stem ? convolution : first
            from affines in affine.Array[stem ? 1 : 0, 3]
            from color in Gen.Bool
            from seed in Gen.ULong
            select new RandomTask(string.Join('+', [start, .. affines, $"affine-{ClassCount}"]), color ? 3 * 36 : 36, seed);
    }

    /// <summary>Up to three layers or blocks, and the skip over all of them.</summary>
    private static Gen<string> Block(int size, Gen<string> activation, int depth)
    {
        Gen<string> layer = Gen.OneOf(activation.Select(static act => $"+{act}"), Gen.Const($"+affine-{size}"));
        return
            from layers in (depth == 0 ? layer : Gen.OneOf(layer, layer, Block(size, activation, depth - 1))).Array[1, 3]
            let body = string.Concat(layers)
            select $"{body}+skip-{body.Count(static c => c == '+')}";
    }

    private sealed class RandomTask
    {
        private readonly string _name;
        private readonly double[] _theta;
        private readonly double[] _inputs;
        private readonly ulong _seed;

        public RandomTask(string name, int inputSize, ulong seed)
        {
            (_name, _seed) = (name, seed);
            Network = OptimizeeCatalog.Create<double>(name, inputSize, ClassCount, s_compute);
            _theta = new double[Network.Layout.Count];
            _inputs = new double[BatchSize * inputSize];
            var rng = new Rng(seed);
            Network.Initialize(_theta, rng);
            rng.FillUniform(_inputs.AsSpan(), 1);
        }

        public Network<double> Network { get; }

        public ulong Seed => _seed;

        private Batch<double> Batch => new(_inputs, [0, 1, 2, 3, 1, 2]);

        public double GradientError() => GradientCheck.RelativeError(Network, _theta, Batch);

        public (double Error, double Share) GradientErrorBetweenKinks() => GradientCheck.RelativeErrorBetweenKinks(Network, _theta, Batch);

        public void Scale(NetworkSymmetry symmetry, double factor)
        {
            foreach (ParameterSlot slot in symmetry.Front)
                foreach (ref double value in slot.Of(_theta.AsSpan()))
                    value *= factor;
        }

        public double[] Gradient()
        {
            double[] gradient = new double[_theta.Length];
            Network.LossAndGradient(_theta, Batch, gradient);
            return gradient;
        }

        /// <summary>The deviation over what it would be without cancellation, or over 1e-6 where hardly any gradient flows.</summary>
        public double RelativeDeviation(NetworkSymmetry symmetry, double[] gradient)
        {
            bool shifts = symmetry.Kind == SymmetryKind.Translation;
            double size = symmetry.Front.Concat(symmetry.Behind is { } behind ? [behind] : [])
                .Sum(slot => Enumerable.Range(slot.Offset, slot.Count).Sum(i => Math.Abs((shifts ? 1 : _theta[i]) * gradient[i])));
            return Math.Abs(SymmetryDeviation.Of<double>(symmetry, _theta, gradient)) / Math.Max(size, 1e-6);
        }

        public override string ToString() => $"{_name}, {Network.InputSize} features, seed {_seed}";
    }
}
