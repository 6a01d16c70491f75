using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Optimizers.Learned.Velo;
using L2O.Optimizers.Wrappers;

namespace L2O.Conformance;

/// <summary>Kind <c>learned_trajectory</c>: the steps of a learned optimizer of the field with a given phi along given gradients.</summary>
internal sealed class LearnedTrajectoryRunner(Compute compute) : ICaseRunner
{
    private const double Bound = 1e-4;

    private const double VeloBound = 1e-3;

    // What PyLO's AdafacLO does whatever it is told: the cases were recorded so, with the decays of its published phi.
    private const double UpdateScale = 0.01;

    // What PyLO's ELO-CELO2 does whatever it is told: the cases were recorded so.
    private const double SharedClipNorm = 1, SharedDecay = 0.1;

    private static readonly float[] s_momentumDecays = [0.15216392f, 0.14245212f, 0.06812963f];
    private static readonly float[] s_squareDecays = [0.01079706f];
    private static readonly float[] s_lineDecays = [0.18621896f, -0.10864615f, -0.06185547f];

    public string Kind => "learned_trajectory";

    public string? WhyUnsupported(ConformanceCase @case) =>
        @case.Settings.Text("learned_optimizer") is var name && name is "celo2" or "smallFc" or "elo" or "velo"
            ? null : $"learned optimizer '{name}' is not in the library";

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        int steps = @case.Settings.Integer("steps", least: 1);
        var layout = new ParameterLayout([.. @case.Settings.Objects("tensors")
            .Select(static tensor => (tensor.Text("name"), tensor.Integers("shape", least: 1)))]);
        float[] start = @case.ReadGroup("theta_0.", layout), theta = [.. start];
        float[] gradients = ReadSteps(@case, "gradients.", layout, steps), expected = ReadSteps(@case, "thetas.", layout, steps);
        double[] losses = @case.Tensors.ReadDouble("losses");
        double bound = @case.Settings.Text("learned_optimizer") == "velo" ? VeloBound : Bound;
        OptimizerRun<float> run = Create(@case).Start(layout, new RunContext(Horizon(@case.Settings), givesLoss: true));
        for (int step = 0; step < steps; step++)
        {
            run.Step(theta, gradients.AsSpan(step * layout.Count, layout.Count), loss: losses[step]);
            comparison.Movement($"thetas.* after step {step + 1}", theta, expected.AsSpan(step * layout.Count, layout.Count), start, bound);
        }
    }

    private IOptimizer<float> Create(ConformanceCase @case)
    {
        CaseSettings settings = @case.Settings;
        return settings.Text("learned_optimizer") switch
        {
            "smallFc" => Bind(@case, new SmallFc(settings.Integer("hidden", least: 4), settings.Number("lr"), UpdateScale,
                settings.Number("exp_mult"), settings.Number("weight_decay"), ConvolutionForm.Tensor)),
            "elo" => Clipped(Bind(@case, new Elo(settings.Integer("hidden", least: 4), settings.Number("lr"), settings.Number("exp_mult"),
                settings.Number("weight_decay"), ConvolutionForm.Tensor)), settings.Optional("clip_norm")),
            "velo" => Bind(@case, new Velo(settings.Integer("lstm", least: 1), settings.Integer("bank", least: 1),
                learningRate: settings.Number("lr"), convolutions: ConvolutionForm.Tensor)),
            _ => CreateCelo2(@case),
        };
    }

    private static int? Horizon(CaseSettings settings) => settings.Has("num_steps") ? settings.Integer("num_steps", least: 1) : null;

    private IOptimizer<float> CreateCelo2(ConformanceCase @case)
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
        return Clipped(Bind(@case, celo2), shared ? SharedClipNorm : settings.Optional("clip_norm"));
    }

    /// <summary>With the case's phi.</summary>
    private LearnedOptimizer<float> Bind(ConformanceCase @case, ILearnedOptimizer settings)
    {
        ParameterLayout layout = settings.PhiLayout();
        float[] phi = new float[layout.Count];
        foreach (ParameterSlot slot in layout.Slots)
            (DecaysOf(slot.Name) is { } decays ? decays : @case.Read("phi." + slot.Name, [.. slot.Shape])).CopyTo(slot.Of(phi.AsSpan()));
        return settings.Bind<float>(phi, compute);
    }

    private static float[]? DecaysOf(string phi) => phi switch
    {
        "momentum_decays" => s_momentumDecays,
        "rms_decays" => s_squareDecays,
        "adafactor_decays" => s_lineDecays,
        _ => null,
    };

    private static IOptimizer<float> Clipped(IOptimizer<float> optimizer, double clip) =>
        clip > 0 ? optimizer.WithClipping(clip) : optimizer;

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
