using BenchmarkDotNet.Attributes;
using L2O.Kernels.Products;
using MathNet.Numerics.LinearAlgebra;

namespace L2O.Benchmarks;

/// <summary>The product of the first layer's forward pass: ours, three plain loops, and MathNet.Numerics' managed one.</summary>
public class ProductBenchmarks
{
    private const int Rows = 128;
    private const int Columns = 20;
    private const int Depth = 784;

    private readonly float[] _left = BoundOptimizer.Uniform(Rows * Depth, 1);
    private readonly float[] _right = BoundOptimizer.Uniform(Columns * Depth, 1);
    private readonly float[] _product = new float[Rows * Columns];
    private Compute _compute = null!;
    private Gemm<float> _gemm = null!;
    private Matrix<float> _leftMatrix = null!;
    private Matrix<float> _rightMatrix = null!;
    private Matrix<float> _productMatrix = null!;

    [GlobalSetup]
    public void Setup()
    {
        _compute = new Compute(threads: 1);
        _gemm = new Gemm<float>(_compute);
        _leftMatrix = Matrix<float>.Build.DenseOfRowMajor(Rows, Depth, _left);
        _rightMatrix = Matrix<float>.Build.DenseOfColumnMajor(Depth, Columns, _right);
        _productMatrix = Matrix<float>.Build.Dense(Rows, Columns);
    }

    [GlobalCleanup]
    public void Cleanup() => _compute.Dispose();

    [Benchmark]
    public void Ours() => _gemm.Multiply(new GemmShape(Rows, Columns, Depth, RightTransposed: true), _left, _right, _product);

    [Benchmark(Baseline = true)]
    public void PlainLoops()
    {
        for (int row = 0; row < Rows; row++)
            for (int column = 0; column < Columns; column++)
            {
                float sum = 0;
                for (int k = 0; k < Depth; k++)
                    sum += _left[row * Depth + k] * _right[column * Depth + k];
                _product[row * Columns + column] = sum;
            }
    }

    [Benchmark]
    public void MathNet() => _leftMatrix.Multiply(_rightMatrix, _productMatrix);
}
