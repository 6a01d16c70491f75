using L2O.Dynamics;
using L2O.Dynamics.Updates;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Rules;
using L2O.Training;

namespace L2O.Conformance;

/// <summary>Kind <c>stiffness_index</c>: a tensor's relative rate of change, by the function and by the observer of a run.</summary>
internal sealed class StiffnessIndexRunner : ICaseRunner
{
    private const double Bound = 1e-5;

    public string Kind => "stiffness_index";

    public string? WhyUnsupported(ConformanceCase @case) => null;

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        int[] shape = [.. @case.Tensors.Shape("before")];
        float[] before = @case.Read("before", shape), after = @case.Read("after", shape);
        double delta = @case.Settings.Number("time_delta");
        comparison.Scalar("index", StiffnessIndex.Compute<float>(before, after, delta), Bound);
        if (delta is >= 1 and <= 1000 && double.IsInteger(delta))
            foreach (double observed in Observe(before, after, (int)delta))
                comparison.Scalar("index", observed, Bound);
    }

    /// <summary>The index of the whole vector as parameters and as gradients of a run.</summary>
    private static List<double> Observe(float[] before, float[] after, int delta)
    {
        var layout = ParameterLayout.Vector(before.Length);
        var indices = new WholeIndices();
        var observer = new StiffnessObserver(layout, new MeasureSchedule(0, 1 + delta), indices, delta);
        var any = new Sgd(1); // the observer does not look at it
        OptimizerRun<float> run = any.Start(layout);
        foreach ((int iteration, float[] values) in new[] { (1, before), (1 + delta, after) })
            observer.OnStep(new StepView<float>
            {
                Iteration = iteration,
                Theta = values,
                Gradient = values,
                Update = before,
                NextTheta = values,
                Train = default,
                Run = run,
            });
        return indices.Values;
    }

    private sealed class WholeIndices : IMeasurementSink
    {
        public List<double> Values { get; } = [];

        public void Add(in Measurement measurement)
        {
            if (measurement.Target == Measurement.All)
                Values.Add(measurement.Value);
        }
    }
}
