using L2O.Optimizers.Learned.Lstm;

namespace L2O.Conformance;

/// <summary>Kind <c>preprocess</c>: a gradient's two features.</summary>
internal sealed class PreprocessRunner : ICaseRunner
{
    private const double Bound = 1e-5;

    public string Kind => "preprocess";

    public string? WhyUnsupported(ConformanceCase @case) => null;

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        int n = @case.ReadLength("gradient");
        float[] features = new float[2 * n], byCoordinate = new float[2 * n];
        GradientFeatures.Compute<float>(@case.Read("gradient", n), @case.Settings.Number("preprocess_factor"), features);
        for (int i = 0; i < n; i++)
            (byCoordinate[2 * i], byCoordinate[2 * i + 1]) = (features[i], features[n + i]);
        comparison.Tensor("features", byCoordinate, Bound);
    }
}
