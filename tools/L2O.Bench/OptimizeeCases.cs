using L2O.Data;
using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Kernels.Products;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;

namespace L2O.Bench;

/// <summary>What an inner iteration does besides the learned optimizer: pixels, products, the optimizee, hand-designed steps.</summary>
internal static class OptimizeeCases
{
    private const int InputSize = 784;
    private const int HiddenSize = 20;
    private const int ClassCount = 10;
    private const int Batch = BenchSettings.BatchSize;
    private const string ConvolutionalOptimizee = "conv-mnist";

    // Matrix products alone: two of the first layer, whose input needs no gradient, three of each later one.
    private const double Flops = 2.0 * Batch * HiddenSize * (2 * InputSize + 3 * ClassCount);
    private const double ConvolutionalFlops = 2.0 * Batch * (2 * 16 * 9 * 26 * 26 + 3 * 32 * 400 * 9 * 9 + 3 * 512 * ClassCount);
    private const double LearningRate = 1e-3;

    /// <summary>All of them.</summary>
    public static IEnumerable<KernelCase> All(int threads)
    {
        LaneWidth widest = LaneDispatch.Widest;
        yield return Product($"product, forward {Batch}x{InputSize}x{HiddenSize}",
            new GemmShape(Batch, HiddenSize, InputSize, RightTransposed: true));
        yield return Product($"product, weight gradient {HiddenSize}x{Batch}x{InputSize}",
            new GemmShape(HiddenSize, InputSize, Batch, LeftTransposed: true));
        foreach (int count in threads > 1 ? new[] { 1, threads } : [1])
        {
            yield return new KernelCase("optimizee, loss and gradient", widest, count, "sample",
                static compute => LossAndGradient(BenchSettings.Optimizee, Flops, compute));
            yield return new KernelCase($"{ConvolutionalOptimizee}, loss and gradient", widest, count,
                "sample", static compute => LossAndGradient(ConvolutionalOptimizee, ConvolutionalFlops, compute));
        }
        yield return new KernelCase("pixel conversion", widest, 1, "pixel", _ => PixelConversionWork());
        foreach (string name in OptimizerCatalog.Names)
            yield return new KernelCase($"{name} step", widest, 1, "coordinate", _ => OptimizerStep(name));
    }

    private static KernelCase Product(string name, GemmShape shape) => new(name, LaneDispatch.Widest, 1, "output", compute =>
    {
        var gemm = new Gemm<float>(compute);
        float[] left = Uniform(shape.Rows * shape.Depth), right = Uniform(shape.Depth * shape.Columns),
            product = new float[shape.Rows * shape.Columns];
        return new KernelWork(() => gemm.Multiply(shape, left, right, product), product.Length, shape.Flops);
    });

    private static KernelWork LossAndGradient(string name, double flops, Compute compute)
    {
        Network<float> optimizee = OptimizeeCatalog.Create<float>(name, InputSize, ClassCount, compute);
        float[] theta = new float[optimizee.Layout.Count], gradient = new float[theta.Length], inputs = Uniform(Batch * InputSize);
        byte[] labels = [.. Enumerable.Range(0, Batch).Select(static i => (byte)(i % ClassCount))];
        optimizee.Initialize(theta, new Rng(1));
        return new KernelWork(() => optimizee.LossAndGradient(theta, new Batch<float>(inputs, labels), gradient), Batch, flops);
    }

    private static KernelWork PixelConversionWork()
    {
        byte[] pixels = [.. Enumerable.Range(0, Batch * InputSize).Select(static i => (byte)(i * 7))];
        float[] values = new float[pixels.Length];
        return new KernelWork(() => PixelConversion.Scale<float>(pixels, values), pixels.Length);
    }

    private static KernelWork OptimizerStep(string name)
    {
        const int n = HiddenSize * (InputSize + 1) + ClassCount * (HiddenSize + 1);
        OptimizerRun<float> run = OptimizerCatalog.Factory<float>(name)(LearningRate).Start(ParameterLayout.Vector(n));
        float[] theta = Uniform(n), gradient = Uniform(n), update = new float[n];
        return new KernelWork(() => run.Step(theta, gradient, update), n);
    }

    private static float[] Uniform(int count)
    {
        float[] values = new float[count];
        new Rng(1).FillUniform<float>(values, 1);
        return values;
    }
}
