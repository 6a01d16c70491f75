using L2O.Data;
using L2O.Data.Digits;
using L2O.Dynamics;
using L2O.Dynamics.Sharpness;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers.Rules;
using L2O.Testing;
using L2O.Training;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace L2O.Tests.Dynamics;

public sealed class SharpnessTests
{
    [Theory]
    [InlineData("mlp-tanh-4")]
    [InlineData("mlp-softplus-3-batchnorm")]
    public void The_largest_eigenvalues_are_those_of_the_dense_Hessian(string name)
    {
        using var compute = new Compute(1);
        var task = new NetworkTask<double>(name, 1, compute);
        int n = task.Network.Layout.Count;
        double[] theta = new double[n], plus = new double[n], minus = new double[n];
        task.Network.Initialize(theta, new Rng(3));
        double[,] dense = new double[n, n];
        for (int column = 0; column < n; column++)
        {
            const double step = 1e-5;
            double middle = theta[column];
            theta[column] = middle + step;
            task.Network.EvaluationGradient(theta, task.Batch(0), plus);
            theta[column] = middle - step;
            task.Network.EvaluationGradient(theta, task.Batch(0), minus);
            theta[column] = middle;
            for (int row = 0; row < n; row++)
                dense[row, column] = (plus[row] - minus[row]) / (2 * step);
        }
        double[] expected = [.. Matrix<double>.Build.DenseOfArray(dense)
            .Evd(Symmetricity.Asymmetric).EigenValues.Select(static value => value.Real).OrderDescending()];

        var hessian = new HessianVectorProduct<double>(task.Network);
        Assert.True(hessian.IsExact);
        var found = Lanczos.LargestEigenvalues(n, 3, (vector, product) => hessian.Compute(theta, task.Batch(0), vector, product),
            new Rng(1), n, 1e-10);
        for (int rank = 0; rank < 3; rank++)
            Assert.Equal(expected[rank], found[rank].Value, 1e-7 * expected[0]);
    }

    [Fact]
    public void Differences_of_gradients_come_near_the_exact_product_in_both_precisions()
    {
        Assert.InRange(DifferenceError<double>(), 1e-14, 1e-8);
        Assert.InRange(DifferenceError<float>(), 1e-7, 5e-3);
    }

    [Fact]
    public void A_bowls_curvatures_are_found_without_any_optional_interface()
    {
        // At its minimum the quartic wall has no curvature: the Hessian is diag(a)/n.
        const int n = 12;
        var bowl = new QuadraticTask<double>(n, seed: 5);
        double[] theta = new double[n], gradient = new double[n], unit = new double[n];
        for (int i = 0; i < 2000; i++) // gradient descent to the minimum
        {
            bowl.LossAndGradient(theta, QuadraticTask<double>.NoBatch, gradient);
            for (int j = 0; j < n; j++)
                theta[j] -= 5 * gradient[j];
        }
        double[] curvatures = new double[n];
        const double step = 1e-4;
        for (int i = 0; i < n; i++)
        {
            theta.CopyTo(unit, 0);
            unit[i] += step;
            bowl.LossAndGradient(unit, QuadraticTask<double>.NoBatch, gradient);
            curvatures[i] = gradient[i] / step;
        }
        var hessian = new HessianVectorProduct<double>(bowl);
        Assert.False(hessian.IsExact);
        var found = Lanczos.LargestEigenvalues(n, 4,
            (vector, product) => hessian.Compute(theta, QuadraticTask<double>.NoBatch, vector, product), new Rng(1), n, 1e-12);
        double[] expected = [.. curvatures.OrderDescending().Take(4)];
        for (int rank = 0; rank < 4; rank++)
            Assert.Equal(expected[rank], found[rank].Value, 1e-7);
    }

    [Fact]
    public void The_measure_averages_over_mini_batches_and_is_right_in_single_precision()
    {
        using var compute = new Compute(1);
        DataSplits data = SyntheticDigits.Load(threads: 1, trainCount: 100, testCount: 1);
        Network<float> network = OptimizeeCatalog.Create<float>("mlp-tanh-3", 784, 10, compute);
        Network<double> twin = OptimizeeCatalog.Create<double>("mlp-tanh-3", 784, 10, compute);
        var measured = new RecordedMeasurements();
        var context = new MeasureContext
        {
            Optimizee = network,
            Optimizer = new Sgd(0.1),
            Train = data.Train,
            BatchSize = 32,
            Compute = compute,
            Seed = 4,
            Schedule = new MeasureSchedule(0),
            Snapshots = new MeasureSchedule(1),
            Sink = measured,
        };
        var loop = new InnerLoop<float>(network, context.Optimizer, new Rng(2),
            new SharpnessObserver(context, new SharpnessSettings(samples: 100, eigenvalues: 2)));
        double[] theta = LearnedRuns.Widen(loop.Theta); // before the step
        loop.Step(new MinibatchSampler<float>(data.Train, 32, new Rng(3)).Next());

        double[] inputs = new double[100 * 784];
        byte[] labels = new byte[100];
        data.Train.Read<double>([.. Enumerable.Range(0, 100)], inputs, labels);
        var expected = Lanczos.LargestEigenvalues(
            theta.Length, 2, (vector, product) =>
                twin.HessianProduct(theta, new Batch<double>(inputs, labels), vector, product), new Rng(1), 200, 1e-9);
        for (int rank = 0; rank < 2; rank++)
        {
            Measurement eigenvalue = measured.All.Single(m => m.Measure == "hessian_eigenvalue" && m.Position == rank + 1);
            Assert.Equal(expected[rank].Value, eigenvalue.Value, 2e-3 * expected[0].Value);
            Assert.InRange(eigenvalue.Value, eigenvalue.Low, eigenvalue.High);
        }
    }

    /// <summary>‖difference - exact‖/‖exact‖ of products on a smooth network.</summary>
    private static double DifferenceError<T>() where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        using var compute = new Compute(1);
        var task = new NetworkTask<T>("mlp-tanh-5-4", 1, compute);
        int n = task.Network.Layout.Count;
        T[] theta = new T[n], direction = new T[n], exact = new T[n], difference = new T[n];
        task.Network.Initialize(theta, new Rng(3));
        new Rng(4).FillUniform<T>(direction, 1);
        new HessianVectorProduct<T>(task.Network).Compute(theta, task.Batch(0), direction, exact);
        new HessianVectorProduct<T>(task.Network, exact: false).Compute(theta, task.Batch(0), direction, difference);
        double error = 0, size = 0;
        for (int i = 0; i < n; i++)
        {
            double reference = double.CreateChecked(exact[i]), distance = double.CreateChecked(difference[i]) - reference;
            (error, size) = (error + distance * distance, size + reference * reference);
        }
        return Math.Sqrt(error / size);
    }
}
