using System.Collections.Immutable;
using L2O.Numerics;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>What counts of one run.</summary>
/// <param name="MeanLoss">Mean training loss of all steps; NaN if it diverged.</param>
/// <param name="FinalLoss">Mean training loss of the last nine steps; NaN if it diverged.</param>
/// <param name="Diverged">Whether a loss was no finite number, or the final one is above that of the first step.</param>
/// <param name="TestLoss">Loss of the whole test split at the end; NaN if it diverged.</param>
/// <param name="TestMetric">Accuracy or R² of the whole test split at the end; NaN where there is none.</param>
internal sealed record ScoredRun(double MeanLoss, double FinalLoss, bool Diverged, double TestLoss, double TestMetric)
{
    /// <summary>Steps whose mean loss is compared.</summary>
    public const int Window = 9;

    /// <summary>Takes it from a run.</summary>
    /// <param name="curve">The run.</param>
    /// <param name="steps">The length that was planned, 1 or more.</param>
    public static ScoredRun Of(RunCurve curve, int steps)
    {
        ImmutableArray<double> losses = curve.Losses;
        if (losses.Length < steps)
            return new ScoredRun(double.NaN, double.NaN, true, double.NaN, double.NaN);
        double final = MovingAverage.Trailing(losses.AsSpan(), steps - 1, Window);
        TestPoint test = curve.Tests.LastOrDefault(point => point.Step == steps, new TestPoint(steps, double.NaN, double.NaN));
        return new ScoredRun(losses.Average(), final, final > losses[0], test.Loss, test.Metric);
    }

    /// <summary>Means of nine steps, each with the eight before it; fewer at the beginning.</summary>
    /// <param name="curve">The run.</param>
    public static float[] Smooth(RunCurve curve)
    {
        float[] smooth = new float[curve.Losses.Length];
        for (int i = 0; i < smooth.Length; i++)
            smooth[i] = (float)MovingAverage.Trailing(curve.Losses.AsSpan(), i, Window);
        return smooth;
    }
}
