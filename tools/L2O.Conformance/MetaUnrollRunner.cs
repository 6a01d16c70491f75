using L2O.MetaTraining;
using L2O.MetaTraining.Regularizers;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Conformance;

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
        string regularizer = Regularizer(settings);
        if (regularizer != "none" && !Enum.TryParse<RegularizerKind>(regularizer, ignoreCase: true, out _))
            return $"regularizer '{regularizer}' is not in the library";
        if (CaseLearnedOptimizer.WhyUnsupported(learned) is { } reason)
            return reason;
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
        int first = FirstIteration(settings);
        var recording = new MetaUnrollRecording(@case, iterations, first, network.Layout.Count, updateScale);
        for (int iteration = 1; iteration <= iterations; iteration++)
        {
            int metaSteps = run.MetaSteps;
            LossAndAccuracy loss = trains ? run.TrainStep(batches[iteration - 1]) : run.TestStep(batches[iteration - 1]);
            recording.Add(iteration, loss, run);
            if (run.MetaSteps == metaSteps)
                continue;
            comparison.Group($"meta_gradient_{metaSteps}.", learned.PhiLayout(), run.PhiGradient, MetaBound);
            comparison.Group($"phi_{metaSteps + 1}.", learned.PhiLayout(), phi.Span, MetaBound);
        }
        int unroll = settings.Integer("unroll", least: 1), expected = trains ? iterations / unroll - (first - 1) / unroll : 0;
        if (run.MetaSteps != expected)
            throw new InvalidDataException(
                $"{run.MetaSteps} meta-steps were made, {run.SkippedMetaSteps} left out because their gradient was not finite; expected " +
                $"{expected}");
        recording.Compare(comparison, LossBound, UpdateBound);
    }

    private static string Regularizer(CaseSettings settings) => settings.Has("regularizer") ? settings.Text("regularizer") : "none";

    private static int FirstIteration(CaseSettings settings)
    {
        CaseSettings learned = settings.Object("learned_optimizer");
        return learned.Has("warm_start_optimizer") ? learned.Integer("start_iteration", least: 1) : 1;
    }

    private static MetaTrainingSettings MetaTraining(CaseSettings settings)
    {
        string regularizer = Regularizer(settings);
        return new MetaTrainingSettings(
            iterations: settings.Integer("iterations", least: 1),
            unroll: settings.Integer("unroll", least: 1),
            logLoss: settings.Flag("log_loss"),
            regularizer: regularizer == "none" ? null
                : new SymmetryRegularizerSettings(Enum.Parse<RegularizerKind>(regularizer, ignoreCase: true),
                settings.Number("regularization_strength")));
    }

    private static OptimizerRun<float>? WarmUp(CaseSettings settings, ParameterLayout layout)
    {
        if (FirstIteration(settings) == 1)
            return null;
        CaseSettings optimizer = settings.Object("learned_optimizer").Object("warm_start_optimizer");
        return OptimizerCatalog.Factory<float>(optimizer.Text("name"))(optimizer.Number("learning_rate")).Start(layout);
    }

    private MetaRun<float> Start(ConformanceCase @case, Network<float> network, CoordinateLstm learned, AlignedBuffer<float> phi)
    {
        CaseSettings settings = @case.Settings;
        OptimizerRun<float> metaOptimizer = OptimizerCatalog.Factory<float>("adam")(settings.Number("meta_learning_rate"))
            .Start(learned.PhiLayout());
        var run = new MetaRun<float>(learned.Bind<float>(phi.Span, compute), phi, network, metaOptimizer, MetaTraining(settings));
        run.Restart(new Rng(0), FirstIteration(settings), WarmUp(settings, network.Layout)); // then theta and statistics are overwritten
        @case.ReadGroup("theta_0.", network.Layout).CopyTo(run.Theta);
        @case.ReadGroup("theta_0.", network.StatisticsLayout).CopyTo(network.Statistics);
        return run;
    }
}
