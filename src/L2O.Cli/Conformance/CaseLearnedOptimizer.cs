using L2O.Optimizers.Learned;

namespace L2O.Cli.Conformance;

/// <summary>Reads a case's <c>learned_optimizer</c>.</summary>
internal static class CaseLearnedOptimizer
{
    /// <param name="case">The case.</param>
    /// <param name="updateScale">λ.</param>
    public static CoordinateLstm Read(ConformanceCase @case, double updateScale)
    {
        CaseSettings settings = @case.Settings.Object("learned_optimizer");
        return new CoordinateLstm(
            settings.Integer("hidden_size", least: 1),
            settings.Flag("preprocess"),
            settings.Number("preprocess_factor", absent: 10),
            updateScale,
            settings.Has("extra_input_size") ? settings.Integer("extra_input_size", least: 0) : 0);
    }
}
