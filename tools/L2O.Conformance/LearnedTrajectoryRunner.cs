using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Wrappers;

namespace L2O.Conformance;

/// <summary>Kind <c>learned_trajectory</c>: the steps of a learned optimizer of the field with a given phi along given gradients.</summary>
internal sealed class LearnedTrajectoryRunner(Compute compute) : ICaseRunner
{
    private const double Bound = 1e-4;

    // What PyLO's ELO-CELO2 does whatever it is told: the cases were recorded so.
    private const double SharedClipNorm = 1, SharedDecay = 0.1;

    public string Kind => "learned_trajectory";

    public string? WhyUnsupported(ConformanceCase @case) => @case.Settings.Text("learned_optimizer") is var name && name != "celo2"
        ? $"learned optimizer '{name}' is not in the library"
        : null;

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        int steps = @case.Settings.Integer("steps", least: 1);
        var layout = new ParameterLayout([.. @case.Settings.Objects("tensors")
            .Select(static tensor => (tensor.Text("name"), tensor.Integers("shape", least: 1)))]);
        float[] start = @case.ReadGroup("theta_0.", layout), theta = [.. start];
        float[] gradients = ReadSteps(@case, "gradients.", layout, steps), expected = ReadSteps(@case, "thetas.", layout, steps);
        OptimizerRun<float> run = Create(@case).Start(layout);
        for (int step = 0; step < steps; step++)
        {
            run.Step(theta, gradients.AsSpan(step * layout.Count, layout.Count));
            comparison.Movement($"thetas.* after step {step + 1}", theta, expected.AsSpan(step * layout.Count, layout.Count), start, Bound);
        }
    }

    private IOptimizer<float> Create(ConformanceCase @case)
    {
        CaseSettings settings = @case.Settings;
        bool shared = settings.Text("adam_moments") == "shared";
        var celo2 = new Celo2(
            settings.Flag("orthogonalize"),
            settings.Number("lr"),
            shared ? SharedDecay : settings.Number("weight_decay"),
            shared ? Celo2VectorRule.SharedAdam : Celo2VectorRule.Adam,
            settings.Number("adam_lr_mult", absent: 1),
            shared ? SharedDecay : settings.Number("adam_weight_decay"),
            Celo2Convolutions.Slices);
        IOptimizer<float> optimizer = celo2.Bind<float>(@case.ReadGroup("phi.", celo2.PhiLayout()), compute);
        double clip = shared ? SharedClipNorm : settings.Number("clip_norm", absent: 0);
        return clip > 0 ? optimizer.WithClipping(clip) : optimizer;
    }

    /// <summary>(step, n) from one tensor (step, shape) for each of the layout.</summary>
    private static float[] ReadSteps(ConformanceCase @case, string prefix, ParameterLayout layout, int steps)
    {
        float[] values = new float[checked(steps * layout.Count)];
        foreach (ParameterSlot slot in layout.Slots)
        {
            float[] own = @case.Read(prefix + slot.Name, [steps, .. slot.Shape]);
            for (int step = 0; step < steps; step++)
                own.AsSpan(step * slot.Count, slot.Count).CopyTo(slot.Of(values.AsSpan(step * layout.Count, layout.Count)));
        }
        return values;
    }
}
