using L2O.Kernels;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;

namespace L2O.Cli.Conformance;

/// <summary>Kind <c>meta_unroll</c>: one inner run with meta-steps, or without (<c>train: false</c>).</summary>
internal sealed class MetaUnrollRunner(Compute compute) : ICaseRunner
{
    private const double LossBound = 1e-4;
    private const double UpdateBound = 2e-3;
    private const double MetaBound = 1e-3;

    public string Kind => "meta_unroll";

    public string? WhyUnsupported(ConformanceCase @case)
    {
        CaseSettings settings = @case.Settings, learned = settings.Object("learned_optimizer");
        string regularizer = settings.Has("regularizer") ? settings.Text("regularizer") : "none";
        if (regularizer != "none")
            return $"regularizer '{regularizer}' is not in the library";
        if (learned.Has("extra_input"))
            return $"extra input '{learned.Text("extra_input")}' is not in the library";
        if (learned.Has("extra_input_size") && learned.Integer("extra_input_size", least: 0) > 0)
            return "nothing fills extra inputs during meta-training";
        if (learned.Has("shared_state") && learned.Flag("shared_state"))
            return "a state shared by all coordinates is not in the library";
        if (learned.Has("warm_start_optimizer"))
            return "a start behind another optimizer is not in the library";
        return CaseOptimizee.WhyUnsupported(@case);
    }

    public void Run(ConformanceCase @case, CaseComparison comparison)
    {
        CaseSettings settings = @case.Settings;
        int iterations = settings.Integer("iterations", least: 1);
        double updateScale = settings.Number("update_scale");
        var batches = new CaseBatches(@case, iterations);
        Network<float> network = CaseOptimizee.Create(@case, "theta_0.", batches.InputSize, compute);
        CoordinateLstm learned = CaseLearnedOptimizer.Read(@case, updateScale);
        var phi = new AlignedBuffer<float>(learned.PhiLayout().Count);
        @case.ReadGroup("phi_0.", learned.PhiLayout()).CopyTo(phi.Span);
        MetaRun<float> run = Start(@case, network, learned, phi);

        bool trains = settings.Flag("train");
        var recording = new MetaUnrollRecording(@case, iterations, network.Layout.Count, updateScale);
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            int metaSteps = run.MetaSteps;
            LossAndAccuracy loss = trains ? run.TrainStep(batches[iteration]) : run.TestStep(batches[iteration]);
            recording.Add(iteration, loss, run.Update);
            if (run.MetaSteps == metaSteps)
                continue;
            comparison.Group($"meta_gradient_{metaSteps}.", learned.PhiLayout(), run.PhiGradient, MetaBound);
            comparison.Group($"phi_{metaSteps + 1}.", learned.PhiLayout(), phi.Span, MetaBound);
        }
        int expected = trains ? iterations / settings.Integer("unroll", least: 1) : 0;
        if (run.MetaSteps != expected)
            throw new InvalidDataException($"{run.MetaSteps} meta-steps were made, {run.SkippedMetaSteps} left out because their gradient was not finite; expected {expected}");
        recording.Compare(comparison, LossBound, UpdateBound);
    }

    private MetaRun<float> Start(ConformanceCase @case, Network<float> network, CoordinateLstm learned, AlignedBuffer<float> phi)
    {
        CaseSettings settings = @case.Settings;
        IOptimizerRun<float> metaOptimizer = OptimizerCatalog.Factory<float>("adam")(settings.Number("meta_learning_rate")).Start(learned.PhiLayout());
        var run = new MetaRun<float>(
            learned.Bind<float>(phi.Span, compute), phi, network, metaOptimizer, settings.Integer("unroll", least: 1), settings.Flag("log_loss"));
        run.Restart(new Rng(0)); // then both are overwritten
        @case.ReadGroup("theta_0.", network.Layout).CopyTo(run.Theta);
        @case.ReadGroup("theta_0.", network.StatisticsLayout).CopyTo(network.Statistics);
        return run;
    }
}
