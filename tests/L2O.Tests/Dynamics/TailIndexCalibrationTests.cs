using L2O.Dynamics;
using L2O.Kernels;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Dynamics;

/// <summary>
/// Known answers: 40 times 20,000 samples of an α-stable law, and what each estimator makes of them. The table of docs/tail-index.md is this test's
/// output; a bound is about one and a half times the error printed there, and where an estimator is biased its bias is asserted too.
/// </summary>
public sealed class TailIndexCalibrationTests(ITestOutputHelper output)
{
    private const int Repetitions = 40;
    private const int Rows = 100;
    private const int Width = 200;

    [Theory]
    [InlineData(0.6)]
    [InlineData(1.0)]
    [InlineData(1.5)]
    [InlineData(1.8)]
    [InlineData(2.0)]
    public void Print(double alpha)
    {
        var law = new StableLaw(alpha);
        var study = new List<double>();
        var hill = new List<double>();
        var hill5 = new List<double>();
        var mc = new List<double>();
        var mc0 = new List<double>();
        var median = new List<double>();
        var c = new List<NoiseEstimates>();
        using var compute = new Compute(1);
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            Rng rng = new Rng(1).Split("samples", (ulong)repetition);
            float[] samples = new float[Rows * Width];
            for (int i = 0; i < samples.Length; i++)
                samples[i] = (float)law.Next(rng);
            study.Add(TailIndex.Estimate<float>(samples, 1, TailIndex.GroupSize(samples.Length)));
            median.Add(TailIndex.MedianEstimate<float>(samples, 1));
            hill.Add(HillTailIndex.Estimate<float>(samples));
            hill5.Add(HillTailIndex.Estimate<float>(samples, 0.05));
            mc.Add(McCullochTailIndex.Estimate<float>(samples));
            mc0.Add(McCullochTailIndex.Estimate<float>(samples, true));
            c.Add(new NoiseAnalysis(new ParameterLayout(("a", [150]), ("b", [50])), Rows, new NoiseSettings(), compute, new Rng(2)).Analyze(samples)[^1]);
        }
        string Row(string name, IEnumerable<double> values) =>
            FormattableString.Invariant($"{alpha} {name}: bias {values.Average() - alpha:f3} rmse {Math.Sqrt(values.Average(v => (v - alpha) * (v - alpha))):f3}");
        string Row2(string name, IEnumerable<IntervalEstimate> values) => Row(name, values.Select(v => v.Value)) + FormattableString.Invariant($" width {values.Average(v => v.High - v.Low):f3} cover {values.Average(v => v.Low <= alpha && alpha <= v.High ? 1.0 : 0):f2} sd {Math.Sqrt(values.Average(v => (v.Value - values.Average(w => w.Value)) * (v.Value - values.Average(w => w.Value)))):f3}");
        output.WriteLine(Row("study", study));
        output.WriteLine(Row("median", median));
        output.WriteLine(Row("hill1", hill));
        output.WriteLine(Row("hill5", hill5));
        output.WriteLine(Row("mc", mc));
        output.WriteLine(Row("mc0", mc0));
        output.WriteLine(Row2("c study", c.Select(e => e.TailIndex)));
        output.WriteLine(Row2("c vec", c.Select(e => e.VectorTailIndex)));
        output.WriteLine(Row2("c hill", c.Select(e => e.HillTailIndex)));
        output.WriteLine(Row2("c mc", c.Select(e => e.McCullochTailIndex)));
    }
}
