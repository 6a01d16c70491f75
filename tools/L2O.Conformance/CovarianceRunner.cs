using L2O.Dynamics.Covariance;

namespace L2O.Conformance;

/// <summary>Kind <c>covariance</c>: trace and largest eigenvalue of the covariance of given samples.</summary>
internal sealed class CovarianceRunner : ICaseRunner
{
    private const double Bound = 1e-4;

    public string Kind => "covariance";

    public string? WhyUnsupported(ConformanceCase @case) => null;

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        (int count, int n) = @case.ReadMatrixSize("samples");
        float[] samples = @case.Read("samples", count, n), reference = @case.Read("reference", n);
        comparison.Scalar("trace", UpdateCovariance.Trace<float>(samples, reference), Bound);
        comparison.Scalar("largest_eigenvalue", UpdateCovariance.LargestEigenvalue<float>(samples, n), Bound);
    }
}
