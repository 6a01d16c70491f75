using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Kernels;

/// <summary>The learned optimizer's step against a plain reference.</summary>
public sealed class LstmForwardTests
{
    private const int Steps = 6;

    public static TheoryData<int, int, bool, int> Shapes => new()
    {
        // coordinates, hidden, preprocess, extra inputs
        { 1, 1, true, 0 },
        { 31, 2, true, 1 },
        { 32, 7, false, 0 },
        { 33, 20, true, 0 },
        { 70, 20, false, 3 },
        { 300, 8, true, 2 }, // several groups of blocks
        { 40, 50, true, 0 },
    };

    // A gate is a sum of H + inputs terms below 1/√H, the partial sums below √H: each of its roundings is at most √H·ε/2, and
    // they mostly cancel. The recurrent sums carry what an earlier step left, a small multiple of it over six steps.
    private static double Tolerance<T>(int hidden) where T : IBinaryFloatingPointIeee754<T> =>
        8 * Math.Sqrt(hidden) * double.CreateChecked(T.BitIncrement(T.One) - T.One);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Steps_in_double_precision_agree_with_the_plain_reference(int n, int hidden, bool preprocess, int extra)
    {
        (double update, double state) = LargestErrors<double>(new CoordinateLstm(hidden, preprocess,
            extraInputs: LearnedRuns.Supplied(extra)), n, phiScale: 1, gradientScale: 1);
        Assert.InRange(Math.Max(update, state), 0, Tolerance<double>(hidden));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Steps_in_single_precision_agree_with_the_plain_reference(int n, int hidden, bool preprocess, int extra)
    {
        (double update, double state) = LargestErrors<float>(new CoordinateLstm(hidden, preprocess,
            extraInputs: LearnedRuns.Supplied(extra)), n, phiScale: 1, gradientScale: 1);
        Assert.InRange(Math.Max(update, state), 0, Tolerance<float>(hidden));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Saturated_gates_stay_finite_and_right(bool preprocess)
    {
        var settings = new CoordinateLstm(20, preprocess);
        // tanh is cut off at ±10, where it lacks 4.1e-9 of ±1; an open forget gate sums that up in the cell's state.
        (double update, double state) = LargestErrors<double>(settings, 50, phiScale: 10, gradientScale: 1e30);
        Assert.InRange(Math.Max(update, state), 0, 2 * Steps * 4.1e-9);
        (update, state) = LargestErrors<float>(settings, 50, phiScale: 10, gradientScale: 1e30);
        Assert.InRange(Math.Max(update, state), 0, 10 * Tolerance<float>(20)); // ten times the weights, ten times the rounding errors
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_gradient_that_is_no_number_shows_in_its_own_coordinate_only(bool preprocess)
    {
        const int n = 70, bad = 37;
        using var compute = new Compute(threads: 1);
        CoordinateLstmOptimizer<float> optimizer = LearnedRuns.Draw<float>(new CoordinateLstm(20, preprocess), compute, 1, out _);
        CoordinateLstmRun<float> run = optimizer.Start(ParameterLayout.Vector(n)), clean = optimizer.Start(ParameterLayout.Vector(n));
        float[] theta = new float[n], update = new float[n], expected = new float[n];
        for (int step = 0; step < 3; step++)
        {
            float[] gradient = LearnedRuns.Gradient<float>(n, step, 1);
            clean.Step(new float[n], gradient, expected);
            gradient[bad] = step == 0 ? float.NaN : gradient[bad]; // the state remembers it
            run.Step(theta, gradient, update);
            Assert.True(float.IsNaN(update[bad]) && float.IsNaN(theta[bad]));
            expected[bad] = update[bad] = 0;
            Assert.Equal(expected, update);
        }
    }

    /// <summary>Largest absolute errors of the output before λ, and of the state, over some steps.</summary>
    private static (double Update, double State) LargestErrors<T>(CoordinateLstm settings, int n, double phiScale, double gradientScale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var compute = new Compute(threads: 2);
        CoordinateLstmOptimizer<T> optimizer = LearnedRuns.Draw<T>(settings, compute, phiScale, out T[] phi);
        CoordinateLstmRun<T> run = optimizer.Start(ParameterLayout.Vector(n));
        var reference = new NaiveLstm(settings, LearnedRuns.Widen(phi), n);
        double worstUpdate = 0, worstState = 0;
        T[] update = new T[n];
        var rng = new Rng(12);
        for (int step = 0; step < Steps; step++)
        {
            T[] gradient = LearnedRuns.Gradient<T>(n, step, gradientScale);
            rng.FillUniform(run.ExtraInputs, 1);
            double[] extra = LearnedRuns.Widen(run.ExtraInputs);
            run.Step(new T[n], gradient, update);
            double[] expected = reference.Step(LearnedRuns.Widen(gradient), extra);
            for (int i = 0; i < n; i++)
                worstUpdate = Largest(worstUpdate, Math.Abs(double.CreateChecked(update[i]) - expected[i]) / settings.UpdateScale);
            worstState = Largest(worstState, StateError(run, reference, n, settings.HiddenSize));
        }
        return (worstUpdate, worstState);
    }

    private static double StateError<T>(CoordinateLstmRun<T> run, NaiveLstm reference, int n, int hidden)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var writer = new StateWriter<T>();
        run.Save(writer);
        double worst = 0;
        foreach ((string name, double[,] expected) in new[] { ("hidden_0", reference.Hidden[0]),
            ("hidden_1", reference.Hidden[1]), ("cell_0", reference.Cell[0]), ("cell_1", reference.Cell[1]) })
        {
            T[] values = writer.Tensors.Single(tensor => tensor.Name == name).Values;
            for (int i = 0; i < n * hidden; i++)
                worst = Largest(worst, Math.Abs(double.CreateChecked(values[i]) - expected[i / hidden, i % hidden]));
        }
        return worst;
    }

    private static double Largest(double worst, double error) => double.IsNaN(error) ? double.PositiveInfinity : Math.Max(worst, error);
}
